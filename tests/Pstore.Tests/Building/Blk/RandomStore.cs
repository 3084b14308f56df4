namespace Pstore.Tests.Building.Blk;

/// <summary>A store by chance, the same one for the same seed: some boots, each with console, pmsg, traces and dumps.</summary>
public sealed class RandomStore
{
    private static readonly string[] Kernels =
    [
        "5.8.1", "5.9.2", "5.10.223", "5.11.0", "5.15.100", "6.1.192", "6.2.1", "6.5.3", "6.6.9", "6.8.1", "6.12.107", "7.1.3", "7.3.0",
    ];

    private static readonly Compressor[] AnyCompressor =
        [Compressor.None, Compressor.Deflate, Compressor.Lz4, Compressor.Lzo, Compressor.Sw842, Compressor.Zstd];

    private readonly Random _random;
    private readonly List<string> _steps = [];
    private long _clock;

    private RandomStore(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        Store = new BlkBuilder(Setup(), Fill(_random.Next(3)));
        _clock = _random.Next(3) == 0 ? _random.Next(1, 1000) : 1_600_000_000 + _random.Next(1 << 28);
        for (int boots = _random.Next(1, 4); boots > 0; boots--) Run();
    }

    public int Seed { get; }

    public BlkBuilder Store { get; }

    public static RandomStore Create(int seed) => new(seed);

    public override string ToString() => $"seed {Seed}: {Store.Setup}; {string.Join(", ", _steps)}";

    private BlkSetup Setup()
    {
        string pick = Kernels[_random.Next(Kernels.Length)];
        KernelVersion kernel = KernelVersion.TryParse(pick, out KernelVersion picked) ? picked : throw new FormatException(pick);
        int width = _random.Next(4);
        int unit = _random.Next(6) == 0 ? 512 : 4096;
        int pmsg = Size(unit, 4), console = Size(unit, 6), ftrace = Size(unit, 6), kmsg = Math.Max(1024, unit * _random.Next(1, 5));
        int dumps = _random.Next(1, 9);
        int total = (pmsg + console + ftrace + (kmsg * dumps) + _random.Next(0, 4096) + 4095) / 4096 * 4096;
        return new BlkSetup
        {
            Kernel = kernel,
            Total = total,
            Kmsg = kmsg,
            Pmsg = pmsg,
            Console = console,
            Ftrace = ftrace,
            Cpus = _random.Next(1, 7),
            BigEndian = width != 3 && _random.Next(4) == 0,
            WordSize = width >= 2 ? 4 : 8,
            IsI386 = width == 3,
        };
    }

    private int Size(int unit, int most) => _random.Next(5) == 0 ? 0 : unit * _random.Next(1, most + 1);

    /// <summary>A new disk, an erased flash, or a disk that had something else on it.</summary>
    private Action<byte[]>? Fill(int how) => how switch
    {
        0 => null,
        1 => bytes => bytes.AsSpan().Fill(0xFF),
        _ => _random.NextBytes,
    };

    private void Run()
    {
        Store.Boot();
        _steps.Add("boot");
        foreach (BuiltZoneKind kind in (BuiltZoneKind[])[BuiltZoneKind.Console, BuiltZoneKind.Pmsg])
            if (Store.Has(kind) && (kind == BuiltZoneKind.Console || _random.Next(2) == 0)) WriteLog(kind);
        if (Store.Has(BuiltZoneKind.Ftrace) && _random.Next(3) > 0) Trace();
        foreach (BlkRing ring in Store.Rings)
            if (_random.Next(2) == 0) ring.FlushAll();
        int most = Store.Dumps.Count + 2;
        for (int dumps = _random.Next(most); dumps > 0; dumps--) Dump();
        if (_random.Next(4) == 0 && Store.Dumps.Any(dump => dump is { IsErased: false })) Erase();
        _clock = Math.Max(1, _clock + _random.Next(-500, 5000));
    }

    private void WriteLog(BuiltZoneKind kind)
    {
        int room = Store.Ring(kind).DataSize;
        int amount = _random.Next(4) switch { 0 => _random.Next(1, Math.Min(room, 300)), 1 => room, 2 => _random.Next(1, room), _ => _random.Next(room, 3 * room) };
        string text = RandomText.Lines(_random, amount, priority: false)[..amount];
        for (int at = 0; at < text.Length;)
        {
            int piece = Math.Min(_random.Next(1, 2000), text.Length - at);
            Store.Write(kind, text.Substring(at, piece));
            at += piece;
        }

        _steps.Add($"{kind} {amount}");
    }

    private void Trace()
    {
        int events = _random.Next(1, 2500);
        ulong text = Store.Setup.WordSize == 8 ? 0xffff800008010000 : 0xc0010000;
        Store.Trace(0, text, text + 64);
        for (int i = 1; i < events; i++)
            Store.Trace(_random.Next(Store.Setup.Cpus), text + (ulong)(_random.Next(1 << 16) * 4), text + (ulong)(_random.Next(1 << 16) * 4));
        _steps.Add($"trace {events}");
    }

    private void Dump()
    {
        if (Store.Dumps.Count == 0) return;
        Compressor compressor = Store.Setup.Kernel >= new KernelVersion(6, 6, 0)
            ? (_random.Next(3) == 0 ? Compressor.None : Compressor.Deflate)
            : AnyCompressor[_random.Next(AnyCompressor.Length)];
        string log = RandomText.Lines(_random, _random.Next(100, 4 * Store.Setup.Kmsg), priority: true);
        int reason = _random.Next(8) == 0 ? _random.Next(3, 5) : _random.Next(1, 3);
        BlkDump dump = Store.Dump(reason, log, compressor, _clock += _random.Next(50), _random.Next(1_000_000_000));
        _steps.Add($"dump {dump.Index} {dump.ReasonWord} {compressor}{(dump.Packed ? "" : " plain")}");
    }

    private void Erase()
    {
        BlkDump[] there = [.. Store.Dumps.OfType<BlkDump>().Where(dump => !dump.IsErased)];
        int index = there[_random.Next(there.Length)].Index;
        Store.EraseDump(index);
        _steps.Add($"erase {index}");
    }
}
