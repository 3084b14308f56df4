using System.Text;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A kernel without the driver clears the disk of another: what the next kernel with the driver makes of it.</summary>
public sealed class BlkClearTests
{
    private const int Start = 4;

    [Fact]
    public void What_is_archived_is_cleared_and_nothing_else_is_changed()
    {
        using Board board = BlkCrashed.NewBoard();
        StoreDisk archive = board.AddStore();
        BootResult boot = board.Start(BlkCrashed.Store.Boot with
        {
            CommandLine = $"{BlkCrashed.Store.CommandLine} {BlkStore.NoDriver}",
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = """
                mkdir /store && mount -t ext4 $STORE /store || exit
                pstore-agent collect --clear --symbols System.map /store/archive; echo exit $?
                pstore-agent collect --clear --symbols System.map /store/archive; echo exit $?
                umount /store
                """,
        });

        Assert.Equal(["exit 0", "exit 0"], boot.Lines.Where(line => line.StartsWith("exit", StringComparison.Ordinal)));
        byte[] expected = [.. BlkCrashed.Disk];
        foreach ((int offset, _) in WrittenZones()) expected.AsSpan(offset + Start, BlkStore.HeaderSize - Start).Clear();
        Assert.Equal(expected, board.ReadBlk());

        using var folder = new TemporaryFolder();
        archive.CopyFolder("archive", folder.Path);
        string[] entries = Directory.GetDirectories(folder.Join("archive"));
        Assert.Single(entries);
        RecordFiles.AssertHas(BlkCrashed.Records, Directory.GetFiles(entries[0]).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
    }

    [Fact]
    public void The_next_kernel_shows_none_of_it_and_goes_on_with_its_count()
    {
        using Board board = BlkCrashed.NewBoard();
        BootResult cleared = board.Start(BlkCrashed.Store.Boot with
        {
            CommandLine = $"{BlkCrashed.Store.CommandLine} {BlkStore.NoDriver}",
            Script = "pstore-agent clear --all --yes; echo exit $?; pstore-agent recover --json >/out/recovery",
        });
        Assert.Equal("exit 0", cleared.Lines[^1]);
        Assert.Equal(
            BlkCrashed.Records.Keys,
            cleared.Lines[..^1].SelectMany(line => line["cleared ".Length..].Split(", ")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Recovery.Parse(cleared.Text("recovery")).Names, BlkCrashed.Records.Keys.Contains);

        BootResult next = board.Start(BlkCrashed.Store.Boot with
        {
            CommandLine = $"{BlkCrashed.Store.CommandLine} pstore.compress=none",
            Script = $"{BlkCrashed.Mount}\nls -A /sys/fs/pstore >/out/shown\necho other words >/dev/pmsg0\n{Scenarios.Oops}\n{BlkStore.Settle(3)}\ndmesg >/out/dmesg",
        });
        Assert.Equal("", next.Text("shown"));
        Assert.DoesNotContain("overtop", next.Text("dmesg"), StringComparison.Ordinal);
        Assert.DoesNotContain("invalid zone", next.Text("dmesg"), StringComparison.Ordinal);

        // Two were written before: the headers of cleared dumps are still read for where to go on.
        SortedDictionary<string, byte[]> last = Readback.Mounted(board, BlkCrashed.Store.Boot);
        Assert.Equal([BlkCrashed.Console, "dmesg-pstore_blk-2", BlkCrashed.Pmsg], last.Keys);
        Assert.StartsWith("Oops: Total 3 times\n", Encoding.UTF8.GetString(last["dmesg-pstore_blk-2"]), StringComparison.Ordinal);
        Assert.Equal("other words\n", Encoding.UTF8.GetString(last[BlkCrashed.Pmsg]));
    }

    [Fact]
    public void A_mounted_disk_is_refused()
    {
        // The boot block of a file system is free, and large enough for the header of a log.
        using var board = new Board();
        using var folder = new TemporaryFolder();
        string image = folder.Write("disk", new byte[BlkStore.Default.DiskSize]);
        HostResult made = HostProcess.Run("/sbin/mke2fs", ["-q", "-t", "ext2", image]);
        Assert.True(made.ExitCode == 0, made.Errors);
        byte[] disk = File.ReadAllBytes(image), words = "last words\n"u8.ToArray();
        BitConverter.TryWriteBytes(disk, 0x43474243);
        BitConverter.TryWriteBytes(disk.AsSpan(Start), words.Length);
        BitConverter.TryWriteBytes(disk.AsSpan(Start + sizeof(int)), words.Length);
        words.CopyTo(disk, BlkStore.HeaderSize);
        board.WriteBlk(disk);

        BootResult boot = board.Start(BlkStore.Default.Boot with
        {
            CommandLine = $"{BlkStore.Default.CommandLine} {BlkStore.NoDriver}",
            Script = """
                mkdir /mounted && mount -t ext4 -o ro $BLK /mounted || exit
                pstore-agent show pmsg; echo show $?
                pstore-agent clear pmsg --yes 2>/out/problem; echo clear $?
                umount /mounted
                pstore-agent clear pmsg --yes; echo clear $?
                """,
        });

        Assert.Equal(["last words", "show 0"], boot.Lines[..2]);
        Assert.NotEqual("clear 0", boot.Lines[2]);
        Assert.Contains("mounted", boot.Text("problem"), StringComparison.Ordinal);
        Assert.Equal("clear 0", boot.Lines[^1]);
        disk.AsSpan(Start, BlkStore.HeaderSize - Start).Clear();
        Assert.Equal(disk, board.ReadBlk());
    }

    /// <summary>Those with a header.</summary>
    private static List<(int Offset, int Size)> WrittenZones() =>
        [.. BlkCrashed.Store.Zones.Where(zone => BitConverter.ToUInt32(BlkCrashed.Disk, zone.Offset) is >= 0x43474240 and <= 0x43474247)];
}
