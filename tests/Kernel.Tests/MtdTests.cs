using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// mtdpstore on the board's NOR flash, which keeps what is in it through a reset. Its oopses are read without the driver;
/// of a panic there is nothing, for the flash's driver has no way to write then.
/// </summary>
public sealed class MtdTests
{
    private const int PartitionSize = 1 << 20, EraseBlock = 256 << 10, Slot = 64 << 10;
    private const string Partition = "mtdparts=0.flash:64m(fw),1m(pstore),-(rest)";
    private const string NoDriver = "initcall_blacklist=mtdpstore_init,pstore_blk_init";

    private static readonly string[] s_options = ["--backend=blk", "--kmsg-size=64K", "--pmsg-size=0", "--console-size=0", "--ftrace-size=0"];

    [Fact]
    public void Oopses_are_read_from_flash_as_the_next_kernel_shows_them()
    {
        using var board = new Board();
        board.AddFlash();
        Boot reader = new() { Tree = ["node=no"], CommandLine = $"{Partition} pstore_blk.blkdev=pstore pstore_blk.kmsg_size=64" };
        BootResult crashed = board.Start(reader with { Script = $"uname -r >/out/release; {BlkCrashed.Mount}; {Scenarios.Oops}; {Scenarios.Oops}; crash" });
        Assert.Contains("mtdoops-pstore: Attached to MTD device 1", crashed.Console, StringComparison.Ordinal);
        Assert.Contains("mtdoops-pstore: panic write failure at 131072 (0 of 65536 read), err -95", crashed.Console, StringComparison.Ordinal);
        byte[] flash = board.ReadFlash(PartitionSize);
        string release = crashed.Text("release").Trim();

        BootResult free = board.Start(reader with
        {
            CommandLine = $"{reader.CommandLine} {NoDriver}",
            Script = $"""
                set -e
                pstore-agent recover --json >/out/recovery
                pstore-agent extract /out/told
                pstore-agent extract /out/found --image /dev/mtd1
                pstore-agent extract /out/exact --as-kernel --image /dev/mtd1 {string.Join(' ', s_options)} --kernel {release} --reader {release}
                """,
        });
        Assert.Equal(flash, board.ReadFlash(PartitionSize));
        SortedDictionary<string, byte[]> shown = Readback.Mounted(board, reader);
        Assert.Equal([BlkCrashed.Dmesg, BlkCrashed.SecondDmesg], shown.Keys);
        Assert.Equal(flash, board.ReadFlash(PartitionSize));

        Assert.True(free.Status == 0, free.Log);
        Assert.Equal([$"{BlkCrashed.Dmesg} pstore_blk", $"{BlkCrashed.SecondDmesg} pstore_blk"], Recovery.Parse(free.Text("recovery")).Backends);
        RecordFiles.AssertSame(shown, Readback.ImageAsKernel(flash, "full", release, s_options));
        RecordFiles.AssertSame(shown, free.Folder("exact"));
        RecordFiles.AssertSame(shown, Readback.Extracted(free, "told"));
        RecordFiles.AssertSame(shown, Readback.Extracted(free, "found"));
    }

    /// <summary>On flash that can be written byte by byte the driver takes each slot for unused, and erases what lies around it.</summary>
    [Fact]
    public void To_unlink_one_dump_takes_those_that_share_its_erase_block()
    {
        using var board = new Board();
        board.AddFlash();
        Boot boot = new() { Tree = ["node=no"], CommandLine = $"{Partition} pstore_blk.blkdev=pstore pstore_blk.kmsg_size=64" };
        string oopses = string.Join("; ", Enumerable.Repeat(Scenarios.Oops, (EraseBlock / Slot) + 1));
        board.Start(boot with { Script = $"{BlkCrashed.Mount}; {oopses}" });
        byte[] before = board.ReadFlash(PartitionSize);
        board.Start(boot with { Script = $"{BlkCrashed.Mount}; rm /sys/fs/pstore/{BlkCrashed.Dmesg}" });

        byte[] after = board.ReadFlash(PartitionSize);
        Assert.False(after.AsSpan(0, EraseBlock).ContainsAnyExcept((byte)0xff));
        Assert.Equal(before[EraseBlock..], after[EraseBlock..]);
        Assert.Equal(["dmesg-pstore_blk-4"], Readback.Mounted(board, boot).Keys);
    }
}
