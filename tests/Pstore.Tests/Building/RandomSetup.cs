namespace Pstore.Tests.Building;

/// <summary>Parameters by chance that the kernel takes.</summary>
internal static class RandomSetup
{
    // Both sides of each change and of each known backport.
    private static readonly string[] Kernels =
    [
        "3.6.0", "3.6.11", "3.9.6", "3.10.4", "3.10.105", "3.11.0", "3.12.1", "3.13.10", "3.14.5", "3.16.0", "3.18.20", "3.19.8",
        "4.0.1", "4.1.5", "4.2.8", "4.4.121", "4.8.15", "4.9.45", "4.10.0", "4.14.5", "4.16.13", "4.17.0", "4.18.1",
        "4.19.13", "4.19.251", "4.19.306", "4.19.307", "4.20.1", "5.0.1", "5.2.1", "5.3.1", "5.4.49", "5.4.256", "5.4.257", "5.4.268", "5.4.269",
        "5.6.4", "5.8.1", "5.10.194", "5.10.195", "5.10.209", "5.10.210", "5.10.223", "5.11.0", "5.15.100", "5.15.131", "5.15.132", "5.15.148", "5.15.149",
        "5.17.1", "5.19.0", "6.0.19", "6.1.52", "6.1.53", "6.1.76", "6.1.77", "6.1.192", "6.2.1", "6.4.15", "6.4.16", "6.5.2", "6.5.3",
        "6.6.9", "6.6.15", "6.6.16", "6.6.87", "6.7.3", "6.7.4", "6.8.1", "6.12.107", "6.19.0", "7.0.1", "7.1.3", "7.2.13", "7.3.0",
    ];

    public static RegionSetup Make(Random random, KernelVersion? fixedKernel)
    {
        while (true)
        {
            RegionSetup setup = Guess(random, fixedKernel);
            if (LayoutPlan.Make(setup, setup.Kernel) is { } zones && zones.Any(zone => zone.Kind == BuiltZoneKind.Dmesg)) return setup;
        }
    }

    private static RegionSetup Guess(Random random, KernelVersion? fixedKernel)
    {
        string pick = Kernels[random.Next(Kernels.Length)];
        KernelVersion kernel = fixedKernel ?? (KernelVersion.TryParse(pick, out KernelVersion picked) ? picked : throw new FormatException(pick));
        // Before 3.11 a size of 0 is not defined.
        bool mayLack = kernel >= new KernelVersion(3, 11, 0);
        bool narrow = random.Next(4) == 0;
        uint[] masks = [0, 0, 1, 3];
        uint mask = narrow ? masks[random.Next(masks.Length)] : 0;
        return new RegionSetup
        {
            Kernel = kernel,
            MemSize = random.Next(0x4000, 0x40000) & (random.Next(2) == 0 ? ~0xFFF : ~0xF),
            RecordSize = Size(random, 10, 14, false),
            ConsoleSize = Size(random, 9, 14, mayLack),
            FtraceSize = Size(random, 9, 14, mayLack),
            PmsgSize = Size(random, 9, 13, mayLack),
            EccSize = random.Next(20) switch { < 10 => 0, < 17 => 16, _ => random.Next(1, 33) },
            FlagsPerCpu = random.Next(2) == 0,
            Cpus = mask != 0 ? (int)mask + 1 : random.Next(1, 9),
            BigEndian = mask == 0 && random.Next(5) == 0,
            WordSize = narrow ? 4 : 8,
            CpuInIpMask = mask,
        };
    }

    private static int Size(Random random, int least, int most, bool mayLack)
    {
        if (mayLack && random.Next(5) == 0) return 0;
        int size = 1 << random.Next(least, most + 1);
        // The kernel rounds down what is no power of two.
        return random.Next(4) == 0 ? size + random.Next(size) : size;
    }
}
