namespace Kernel.Tests.Bed;

/// <summary>Disks with what a kernel's pstore_blk wrote to them, each made once.</summary>
internal static class BlkCrashed
{
    public const string Console = "console-pstore_blk-0", Dmesg = "dmesg-pstore_blk-0", SecondDmesg = "dmesg-pstore_blk-1";
    public const string Ftrace = "ftrace-pstore_blk-0", Pmsg = "pmsg-pstore_blk-0";

    // In a shell of its own, for it leaves its folder. Behind an oops nothing is traced any more.
    public const string Trace = "(cd /sys/kernel/debug/pstore; echo 1 >record_ftrace; echo x >/dev/null; echo 0 >record_ftrace)";

    /// <summary>Until then the driver keeps all that is to be written in RAM.</summary>
    public const string Mount = "mount -t pstore pstore /sys/fs/pstore";

    private static readonly Lazy<(byte[] Disk, string Release)> s_packed = new(() => Make(""));
    private static readonly Lazy<(byte[] Disk, string Release)> s_plain = new(() => Make("pstore.compress=none"));
    private static readonly Lazy<SortedDictionary<string, byte[]>> s_records = new(() =>
    {
        using Board board = NewBoard();
        return Readback.Mounted(board, Store.Boot);
    });

    public static BlkStore Store => BlkStore.Default;

    public static byte[] Disk => s_packed.Value.Disk;

    /// <summary>A disk whose dumps are not packed.</summary>
    public static byte[] PlainDisk => s_plain.Value.Disk;

    /// <summary>Of the kernel that wrote them.</summary>
    public static string Release => s_packed.Value.Release;

    /// <summary>What the next kernel shows of the first disk.</summary>
    public static SortedDictionary<string, byte[]> Records => s_records.Value;

    /// <summary>A board with the first disk.</summary>
    public static Board NewBoard()
    {
        byte[] disk = Disk;
        var board = new Board();
        board.WriteBlk(disk);
        return board;
    }

    private static (byte[] Disk, string Release) Make(string commandLine)
    {
        using var board = new Board();
        board.WriteBlk(new byte[Store.DiskSize]);
        BootResult boot = board.Start(Store.Boot with
        {
            CommandLine = $"{Store.CommandLine} {commandLine}",
            Script = $"uname -r >/out/release\n{Mount}\n{Trace}\necho last words >/dev/pmsg0\n{Scenarios.Oops}\n{Scenarios.Oops}\n{BlkStore.Settle(2)}",
        });
        return (board.ReadBlk(), boot.Text("release").Trim());
    }
}
