using System.Globalization;
using System.Text;

namespace Pstore.Tests.Building;

/// <summary>Plays the kernel that writes a ramoops region, and remembers what it wrote.</summary>
public sealed class RegionBuilder
{
    private const uint Signature = 0x43474244;

    private readonly byte[] _intact;
    private List<ZoneWriter> _writers;
    private readonly List<StoredDump> _dumps = [];
    private readonly List<FtraceEvent> _events = [];
    private int _nextDump;
    private ulong _stamp;

    public RegionBuilder(RegionSetup setup)
    {
        Setup = setup;
        Kernel = setup.Kernel;
        Bytes = new byte[setup.MemSize];
        _intact = new byte[setup.MemSize];
        _writers = MakeWriters([]);
    }

    public RegionSetup Setup { get; }

    /// <summary>The kernel that booted last.</summary>
    public KernelVersion Kernel { get; private set; }

    /// <summary>The memory itself, not a copy: damage it at will.</summary>
    public byte[] Bytes { get; }

    public int Boots { get; private set; }

    public IReadOnlyList<BuiltZone> Zones => [.. _writers.Select(writer => writer.Zone)];

    /// <summary>Every dump ever made, also those overwritten since; see <see cref="ZoneTruth.Dumps"/> for those that are left.</summary>
    public IReadOnlyList<StoredDump> Dumps => _dumps;

    /// <summary>Every call ever traced.</summary>
    public IReadOnlyList<FtraceEvent> FtraceEvents => _events;

    private WriterRules Rules => new(Kernel);

    public BuiltZone Zone(BuiltZoneKind kind, int index = 0) => Writer(kind, index).Zone;

    public bool Has(BuiltZoneKind kind) => _writers.Exists(writer => writer.Zone.Kind == kind);

    public ZoneTruth Truth(BuiltZone zone) => Writer(zone.Kind, zone.Index).Truth;

    public ZoneTruth Truth(BuiltZoneKind kind, int index = 0) => Writer(kind, index).Truth;

    /// <summary>Sets what the memory held before the first boot.</summary>
    public void Fill(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Bytes);
        bytes.CopyTo(_intact);
    }

    public void Fill(byte value)
    {
        Bytes.AsSpan().Fill(value);
        _intact.AsSpan().Fill(value);
    }

    public void Fill(Random random)
    {
        random.NextBytes(Bytes);
        Bytes.CopyTo(_intact, 0);
    }

    /// <summary>Boots the same kernel or another one; another may cut the region otherwise.</summary>
    public void Boot(KernelVersion? next = null)
    {
        if (next is { } kernel && kernel != Kernel)
        {
            Kernel = kernel;
            _writers = MakeWriters(_writers);
        }

        Boots++;
        _nextDump = 0;
        _stamp = 0;
        foreach (ZoneWriter writer in _writers)
        {
            bool zap = writer.Zone.Kind switch
            {
                BuiltZoneKind.Console or BuiltZoneKind.Pmsg => true,
                BuiltZoneKind.Ftrace => !Rules.Since410,
                _ => false,
            };
            writer.Attach(writer.Zone.Kind == BuiltZoneKind.Ftrace ? Signature ^ Kernel.Code : Signature, Rules, zap);
        }
    }

    /// <summary>One dump of the log: the newest lines of <paramref name="text"/> that fit. The body should be whole lines.</summary>
    public StoredDump Dump(string reason, int count, string text, Compressor compressor, long seconds, int microseconds)
    {
        if (compressor != Compressor.None && !Rules.HasCompression)
            throw new InvalidOperationException($"{Kernel} does not compress");
        byte[] firstLine = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{reason}#{count} Part1\n"));
        var packing = new DumpPacking(Setup, Kernel, Zone(BuiltZoneKind.Dmesg));
        (byte[] payload, byte[] plain, bool packed) = packing.Pack(firstLine, Encoding.Latin1.GetBytes(text), compressor);
        return Store(HeaderLine(seconds, microseconds, packed), payload, new StoredDump
        {
            Boot = 0,
            Zone = 0,
            HeaderLine = "",
            Payload = [],
            Text = plain,
            Compressor = packed ? compressor : Compressor.None,
            Seconds = seconds,
            Microseconds = microseconds,
            Reason = reason,
            Count = count,
        });
    }

    /// <summary>Puts any header line and payload in the next dump zone, cut as ramoops cuts them.</summary>
    public StoredDump RawDump(string headerLine, byte[] payload) =>
        Store(headerLine, payload, new StoredDump { Boot = 0, Zone = 0, HeaderLine = "", Payload = [] });

    public void Console(ReadOnlySpan<byte> bytes) => Append(BuiltZoneKind.Console, bytes);

    public void Console(string text) => Console(Encoding.Latin1.GetBytes(text));

    public void Pmsg(ReadOnlySpan<byte> bytes) => Append(BuiltZoneKind.Pmsg, bytes);

    /// <summary>Traces one call; ip and parent are stored as given (a 7.1 kernel takes off the KASLR offset before).</summary>
    public FtraceEvent Ftrace(int cpu, ulong ip, ulong parentIp)
    {
        int zone = Rules.Since410 && Setup.FlagsPerCpu ? cpu : 0;
        var call = new FtraceEvent(Boots, zone, cpu, ip, parentIp, _stamp++);
        byte[] record = FtraceRecords.Encode(Setup, Kernel, call);
        Append(BuiltZoneKind.Ftrace, record, zone);
        Truth(BuiltZoneKind.Ftrace, zone).Mark(call, record.Length);
        _events.Add(call);
        return call;
    }

    /// <summary>What unlinking its file does to a zone: only start and size go.</summary>
    public void Erase(BuiltZone zone) => Writer(zone.Kind, zone.Index).Zap();

    private string HeaderLine(long seconds, int microseconds, bool packed)
    {
        string fraction = microseconds.ToString(Rules.PadsMicroseconds ? "D6" : "D", CultureInfo.InvariantCulture);
        string mark = !Rules.HasCompression ? "" : packed ? "-C" : "-D";
        return string.Create(CultureInfo.InvariantCulture, $"===={seconds}.{fraction}{mark}\n");
    }

    private StoredDump Store(string headerLine, byte[] payload, StoredDump about)
    {
        RequireBoot();
        ZoneWriter writer = Writer(BuiltZoneKind.Dmesg, _nextDump);
        _nextDump = (_nextDump + 1) % _writers.Count(each => each.Zone.Kind == BuiltZoneKind.Dmesg);
        int room = Math.Max(0, writer.Zone.DataSize - headerLine.Length);
        StoredDump dump = about with
        {
            Boot = Boots,
            Zone = writer.Zone.Index,
            HeaderLine = headerLine,
            Payload = payload[..Math.Min(room, payload.Length)],
            Cut = payload.Length > room,
        };
        if (Rules.ZapsBeforeDump) writer.Zap();
        writer.Write(Encoding.Latin1.GetBytes(headerLine), Rules.WrapsAtEnd);
        writer.Write(dump.Payload, Rules.WrapsAtEnd);
        writer.Truth.Mark(dump, headerLine.Length + dump.Payload.Length);
        _dumps.Add(dump);
        return dump;
    }

    private void Append(BuiltZoneKind kind, ReadOnlySpan<byte> bytes, int index = 0)
    {
        RequireBoot();
        Writer(kind, index).Write(bytes, Rules.WrapsAtEnd);
    }

    private void RequireBoot()
    {
        if (Boots == 0) throw new InvalidOperationException("boot first");
    }

    private ZoneWriter Writer(BuiltZoneKind kind, int index) =>
        _writers.Find(writer => writer.Zone.Kind == kind && writer.Zone.Index == index)
        ?? throw new InvalidOperationException($"no {kind} zone {index}");

    private List<ZoneWriter> MakeWriters(List<ZoneWriter> before)
    {
        IReadOnlyList<BuiltZone> zones = LayoutPlan.Make(Setup, Kernel)
            ?? throw new InvalidOperationException($"{Kernel} fails to probe {Setup}");
        return [.. zones.Select(zone => before.Find(old => old.Zone == zone) ?? new ZoneWriter(zone, Bytes, _intact, Setup.BigEndian))];
    }
}
