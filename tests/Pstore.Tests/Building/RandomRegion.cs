namespace Pstore.Tests.Building;

/// <summary>A region by chance, the same one for the same seed: some boots, each with console, pmsg, traces and dumps; then the power goes.</summary>
public sealed class RandomRegion
{
    private readonly Random _random;
    private readonly List<string> _steps = [];

    private RandomRegion(int seed, KernelVersion? kernel)
    {
        Seed = seed;
        _random = new Random(seed);
        Region = new RegionBuilder(RandomSetup.Make(_random, kernel));
        if (_random.Next(3) != 0) Region.Fill(_random);
        for (int boots = _random.Next(1, 4); boots > 0; boots--) Run();
    }

    public int Seed { get; }

    public RegionBuilder Region { get; }

    public RegionSetup Setup => Region.Setup;

    /// <summary>A region of the seed; of a chosen kernel where one is given.</summary>
    public static RandomRegion Create(int seed, KernelVersion? kernel = null) => new(seed, kernel);

    public override string ToString() => $"seed {Seed}: {Setup}; {string.Join(", ", _steps)}";

    private void Run()
    {
        Region.Boot();
        _steps.Add("boot");
        if (Region.Has(BuiltZoneKind.Console)) WriteConsole();
        if (Region.Has(BuiltZoneKind.Pmsg)) WritePmsg();
        if (Region.Has(BuiltZoneKind.Ftrace)) Trace();
        int zones = Region.Zones.Count(zone => zone.Kind == BuiltZoneKind.Dmesg);
        int most = Math.Min(zones, 6) + 2;
        for (int dumps = _random.Next(most), count = 1; dumps > 0; dumps--, count++) Dump(count, dumps == 1);
        if (_random.Next(6) == 0)
        {
            BuiltZone gone = Region.Zones[_random.Next(Region.Zones.Count)];
            Region.Erase(gone);
            _steps.Add($"erase {gone.Kind} {gone.Index}");
        }
    }

    /// <summary>Nothing, less than the zone, all of it to the byte, or some times round.</summary>
    private int Amount(int room) => _random.Next(4) switch
    {
        0 => 0,
        1 => _random.Next(1, room),
        2 => room,
        _ => _random.Next(room, 3 * room),
    };

    private void WriteConsole()
    {
        int amount = Amount(Region.Zone(BuiltZoneKind.Console).DataSize);
        string text = RandomText.Lines(_random, amount, priority: false);
        if (amount == 0) return;
        // One line a time, as printk does.
        string[] lines = text[..amount].Split('\n');
        for (int i = 0; i < lines.Length; i++) Region.Console(i < lines.Length - 1 ? lines[i] + "\n" : lines[i]);
        _steps.Add($"console {amount}");
    }

    private void WritePmsg()
    {
        int amount = Amount(Region.Zone(BuiltZoneKind.Pmsg).DataSize);
        _steps.Add($"pmsg {amount}");
        while (amount > 0)
        {
            byte[] piece = new byte[Math.Min(amount, _random.Next(1, 700))];
            _random.NextBytes(piece);
            Region.Pmsg(piece);
            amount -= piece.Length;
        }
    }

    private void Trace()
    {
        int size = FtraceRecords.RecordSize(Setup, Region.Kernel);
        int zones = Region.Zones.Count(zone => zone.Kind == BuiltZoneKind.Ftrace);
        int calls = Amount(Region.Zone(BuiltZoneKind.Ftrace).DataSize) * zones / size;
        _steps.Add($"ftrace {calls}");
        ulong text = Setup.WordSize == 8 ? 0xFFFFFFFF81000000 : 0xC0008000;
        ulong Address() => text + ((ulong)_random.Next(0x400000) << 2);
        for (; calls > 0; calls--) Region.Ftrace(_random.Next(Setup.Cpus), Address(), Address());
    }

    private void Dump(int count, bool last)
    {
        Compressor[] choice = Choice(Region.Kernel);
        Compressor compressor = choice[_random.Next(choice.Length)];
        int length = _random.Next(4) == 0 ? _random.Next(1, 400) : _random.Next(400, 40000);
        string text = RandomText.Lines(_random, length, priority: true);
        StoredDump dump = Region.Dump(last && _random.Next(2) == 0 ? "Panic" : "Oops", count, text, compressor, _random.NextInt64(1, 1L << 31), _random.Next(1000000));
        _steps.Add($"dump {dump.Zone} {compressor}{(dump.Compressed || compressor == Compressor.None ? "" : " failed")}{(dump.Cut ? " cut" : "")}");
    }

    /// <summary>The compressors that a kernel can have been built with.</summary>
    private static Compressor[] Choice(KernelVersion kernel)
    {
        if (kernel < new KernelVersion(3, 12, 0)) return [Compressor.None];
        if (kernel < new KernelVersion(4, 6, 0)) return [Compressor.None, Compressor.Zlib, Compressor.Zlib];
        if (kernel < new KernelVersion(4, 17, 0)) return [Compressor.None, Compressor.Zlib, Compressor.Lzo, Compressor.Lz4];
        if (kernel < new KernelVersion(4, 19, 0)) return [Compressor.None, Compressor.Deflate, Compressor.Lzo, Compressor.Lz4, Compressor.Sw842];
        if (kernel < new KernelVersion(6, 6, 0))
            return [Compressor.None, Compressor.Deflate, Compressor.Lzo, Compressor.Lz4, Compressor.Sw842, Compressor.Zstd];
        return [Compressor.None, Compressor.Deflate, Compressor.Deflate];
    }
}
