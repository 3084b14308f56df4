using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>pstore_blk is bound: what it holds is read, and cleared by its own unlink alone.</summary>
public sealed class BlkBoundTests
{
    // The newest header's index and so the number of dumps is in it.
    private const int DataLength = 4, HeaderEnd = 12;

    [Fact]
    public void Dumps_are_unlinked_and_the_disk_is_never_opened_for_writing()
    {
        using Board board = BlkCrashed.NewBoard();
        BootResult boot = board.Start(BlkCrashed.Store.Boot with
        {
            Script = $"""
                openings $BLK /out/openings >/out/ready &
                until [ -s /out/ready ]; do usleep 10000; done
                pstore-agent recover --json >/out/recovery
                pstore-agent clear --all --yes; echo exit $?
                usleep 200000; kill $!
                {BlkCrashed.Mount}
                ls /sys/fs/pstore >/out/left
                sync
                """,
        });

        Assert.Equal("exit 0", boot.Lines[^1]);
        Assert.Empty(BlkCrashed.Records.Keys.Except(Recovery.Parse(boot.Text("recovery")).Names));
        Assert.DoesNotContain("dmesg", boot.Text("left"), StringComparison.Ordinal);
        Assert.DoesNotContain("written", boot.Text("openings"), StringComparison.Ordinal);
        AssertDumpsErased(board.ReadBlk());
    }

    [Fact]
    public void What_is_shown_is_extracted()
    {
        using Board board = BlkCrashed.NewBoard();
        BootResult boot = board.Start(BlkCrashed.Store.Boot with
        {
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = $"""
                pstore-agent extract /out/before --symbols System.map
                {BlkCrashed.Mount}
                echo this boot >/dev/pmsg0
                pstore-agent extract /out/after --symbols System.map
                pstore-agent show pmsg --current
                """,
        });

        Assert.Equal(0, boot.Status);
        Assert.Equal("this boot", boot.Lines[^1]);
        foreach (string way in (ReadOnlySpan<string>)["before", "after"])
            RecordFiles.AssertHas(BlkCrashed.Records, Readback.Extracted(boot, way));
    }

    /// <summary>Such an oops keeps the driver from reading the disk, and from writing to it, until the next boot.</summary>
    [Fact]
    public void After_an_oops_before_the_first_mount_the_disk_still_has_the_records()
    {
        using Board board = BlkCrashed.NewBoard();
        BootResult boot = board.Start(BlkCrashed.Store.Boot with
        {
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = $"""
                {Scenarios.Oops}
                {BlkCrashed.Mount}
                ls -A /sys/fs/pstore >/out/shown
                dmesg >/out/dmesg
                pstore-agent extract /out/records --symbols System.map
                """,
        });

        Assert.Equal("", boot.Text("shown"));
        Assert.Contains("pstore_zone: recover failed", boot.Text("dmesg"), StringComparison.Ordinal);
        Assert.Equal(BlkCrashed.Disk, board.ReadBlk());
        Assert.True(boot.Status == 0, boot.Log);
        RecordFiles.AssertHas(BlkCrashed.Records, Readback.Extracted(boot, "records"));
    }

    /// <summary>Of both dumps the length alone is gone.</summary>
    private static void AssertDumpsErased(byte[] disk)
    {
        foreach ((int offset, int size) in BlkCrashed.Store.Zones.Skip(2 + Board.Processors).Take(2))
        {
            byte[] expected = BlkCrashed.Disk[offset..(offset + size)];
            expected.AsSpan(DataLength, HeaderEnd - DataLength).Clear();
            Assert.Equal(expected, disk[offset..(offset + size)]);
        }
    }
}
