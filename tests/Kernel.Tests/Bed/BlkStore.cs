using System.Globalization;

namespace Kernel.Tests.Bed;

/// <summary>A disk of the board that pstore_blk writes to, by its size in bytes and the module's parameters, which are in KiB.</summary>
internal sealed record BlkStore(int DiskSize, int Kmsg, int Pmsg, int Console, int Ftrace)
{
    /// <summary>More of the kernel command line: the driver does not bind, and its parameters stay there to be read.</summary>
    public const string NoDriver = "initcall_blacklist=pstore_blk_init";

    public const int HeaderSize = 12;

    private const int Kibibyte = 1024, Aligned = 4096;

    /// <summary>As large as Kconfig's defaults.</summary>
    public static BlkStore Default { get; } = new(1 << 20, 64, 64, 64, 64);

    /// <summary>The parameters, and that the driver takes any block device.</summary>
    public string CommandLine => string.Create(CultureInfo.InvariantCulture,
        $"pstore_blk.blkdev=/dev/vda pstore_blk.best_effort=Y pstore_blk.kmsg_size={Kmsg} pstore_blk.pmsg_size={Pmsg} pstore_blk.console_size={Console} pstore_blk.ftrace_size={Ftrace}");

    /// <summary>A boot of a board that has no ramoops region.</summary>
    public Boot Boot => new() { Tree = ["node=no"], CommandLine = CommandLine };

    /// <summary>The same for the agent, as the kernel takes the parameters.</summary>
    public string[] Options =>
    [
        "--backend=blk", $"--kmsg-size={Bytes(Kmsg)}", $"--pmsg-size={Bytes(Pmsg)}", $"--console-size={Bytes(Console)}",
        $"--ftrace-size={Bytes(Ftrace)}", $"--cpus={Board.Processors}",
    ];

    /// <summary>Where the zones are, in the order of their offsets: pmsg, console, ftrace of each processor, dumps.</summary>
    public IEnumerable<(int Offset, int Size)> Zones
    {
        get
        {
            int offset = 0, traces = Bytes(Ftrace), dumps = Bytes(Kmsg);
            int count = (DiskSize - Bytes(Pmsg) - Bytes(Console) - traces) / dumps;
            int[] sizes = [Bytes(Pmsg), Bytes(Console), .. Enumerable.Repeat(traces / Board.Processors, Board.Processors), .. Enumerable.Repeat(dumps, count)];
            foreach (int size in sizes.Where(size => size > 0))
            {
                yield return (offset, size);
                offset += size;
            }
        }
    }

    /// <summary>In the shell: waits until the kernel has written what it put off, so many dumps with it.</summary>
    public static string Settle(int dumps) => $$"""
        old=
        for i in $(seq 60); do
            sleep 1
            new=$(md5sum <$BLK)
            [ "$new" = "$old" ] && [ $(grep -ao DBGC $BLK | wc -l) -ge {{dumps}} ] && break
            old=$new
        done
        """;

    /// <summary>What does not fit into pages of 4 KiB is taken for a number of bytes, and rounded up.</summary>
    private static int Bytes(int parameter)
    {
        int bytes = parameter * Kibibyte;
        return bytes % Aligned == 0 ? bytes : (parameter + Aligned - 1) / Aligned * Aligned;
    }
}
