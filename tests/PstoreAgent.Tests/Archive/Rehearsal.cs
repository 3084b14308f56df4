using PstoreAgent.Tests.Sources.Live;

namespace PstoreAgent.Tests.Archive;

/// <summary>One machine on which the same collect is run again and again from the same beginning.</summary>
internal sealed class Rehearsal : IDisposable
{
    private const int Header = 4, HeaderBytes = 8, ZoneSize = 0x83ba, Signature = 4;

    private readonly LiveMachine _machine;
    private readonly byte[] _region;
    private readonly string? _template;
    private readonly string[] _options;

    /// <param name="options">Options of collect.</param>
    /// <param name="before">A region that was archived in an earlier boot, or null.</param>
    public Rehearsal(string[] options, byte[]? before = null)
    {
        _options = options;
        _region = [.. LiveMachine.Region("01-one-panic")];
        LiveMachine.Region("09b-oopses-then-panic").AsSpan(0, ZoneSize).CopyTo(_region.AsSpan(ZoneSize));
        _machine = CollectTests.Board(_region);
        if (before == null) return;
        _machine.Write(LiveMachine.Address, before);
        CollectTests.Boot(_machine, "0a0b0c0d-0000-4000-8000-000000000001");
        CollectTests.Collect(_machine);
        _template = _machine.Files.FullName("/template");
        Directory.Move(Store, _template);
        CollectTests.Boot(_machine, "1a2b3c4d-0000-4000-8000-000000000001");
    }

    public string Store => CollectTests.Store(_machine);

    public string Log => _machine.Files.FullName("/log");

    /// <summary>Names of the records that every run must bring to the archive, and the zone of each.</summary>
    public static (string Name, int Offset)[] Records { get; } = [("dmesg-ramoops-0", 0), ("dmesg-ramoops-1", ZoneSize), ("console-ramoops-0", 0xf6fcc), ("pmsg-ramoops-0", 0xfefcc)];

    public string[] Arguments => ["collect", Store, "--root", _machine.Files.Path, .. _options];

    /// <summary>Puts memory and store back to where they were.</summary>
    public void Begin()
    {
        if (Directory.Exists(Store)) Directory.Delete(Store, recursive: true);
        if (_template != null) Agent.Start("cp", ["-a", _template, Store], null);
        _machine.Write(LiveMachine.Address, _region);
    }

    /// <summary>Whether memory still has all of a record: the bytes are those that were put there.</summary>
    public bool IsInMemory(int offset)
    {
        using var memory = new FileStream(_machine.Memory, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        memory.Position = (long)LiveMachine.Address + offset;
        byte[] zone = new byte[Header + HeaderBytes];
        memory.ReadExactly(zone);
        return zone.AsSpan(Signature, HeaderBytes).SequenceEqual(_region.AsSpan(offset + Signature, HeaderBytes));
    }

    /// <summary>What the record of a zone is, of the region or of what was archived before.</summary>
    public static byte[] Content(string name) => File.ReadAllBytes(name == "dmesg-ramoops-1"
        ? LiveMachine.Shown("09b-oopses-then-panic", "dmesg-ramoops-0")
        : LiveMachine.Shown("01-one-panic", name));

    public void Dispose() => _machine.Dispose();
}
