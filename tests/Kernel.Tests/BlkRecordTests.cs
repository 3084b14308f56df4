using System.Text;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// The disk of pstore_blk read on this machine from an image, and on the board where no driver holds it, gives byte for
/// byte what the next kernel with the driver shows.
/// </summary>
public sealed class BlkRecordTests
{
    public static TheoryData<string> Names => [.. BlkScenario.All.Keys];

    // Debian's 5.10 calls it broken, and leaves it out.
    public static TheoryData<string, string> Matrix
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string kernel in (ReadOnlySpan<string>)["6.12", "newest"])
            {
                foreach (string name in BlkScenario.All.Keys) all.Add(kernel, name);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_read_what_the_next_kernel_shows(string name) => Check(BlkScenario.All[name], "full");

    [Theory(Explicit = true)]
    [Trait("all", "kernels")]
    [MemberData(nameof(Matrix))]
    public void All_read_what_newer_kernels_show(string kernel, string name)
    {
        if (MatrixKernel.WhyMissing(kernel) is { } reason) Assert.Skip(reason);
        Check(BlkScenario.All[name], MatrixKernel.Of(kernel));
    }

    [Fact]
    public void A_kernel_that_knows_no_pstore_is_enough()
    {
        using Board board = BlkCrashed.NewBoard();
        BootResult boot = board.Start(BlkCrashed.Store.Boot with
        {
            Kernel = "nopstore",
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = "pstore-agent recover --json >/out/recovery && pstore-agent extract /out/records --symbols System.map && pstore-agent",
        });

        Assert.True(boot.Status == 0, boot.Log);
        Assert.Equal(BlkCrashed.Disk, board.ReadBlk());
        RecordFiles.AssertSame(BlkCrashed.Records, Readback.Extracted(boot, "records"));
        Recovery recovery = Recovery.Parse(boot.Text("recovery"));
        Assert.StartsWith("Unable to handle kernel NULL pointer dereference", recovery.CrashHeadline, StringComparison.Ordinal);
        Assert.Contains("/dev/vda", boot.Log, StringComparison.Ordinal);
    }

    /// <summary>Until a backend is there, the name that the command line wishes for stands in sysfs.</summary>
    [Fact]
    public void A_backend_that_is_wished_for_holds_nothing()
    {
        using Board board = BlkCrashed.NewBoard();
        BootResult boot = board.Start(BlkCrashed.Store.Boot with
        {
            CommandLine = $"{BlkCrashed.Store.CommandLine} {BlkStore.NoDriver} pstore.backend=pstore_blk",
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel("full", "System.map")) },
            Script = "cat /sys/module/pstore/parameters/backend; pstore-agent extract /out/records --symbols System.map",
        });

        Assert.Equal((0, "pstore_blk"), (boot.Status, boot.Lines[0]));
        Assert.Equal(BlkCrashed.Disk, board.ReadBlk());
        RecordFiles.AssertSame(BlkCrashed.Records, Readback.Extracted(boot, "records"));
    }

    private static void Check(BlkScenario scenario, string kernel)
    {
        using var board = new Board();
        board.WriteBlk(new byte[scenario.Store.DiskSize]);
        string release = board.Start(scenario.Writer with { Kernel = kernel }).Text("release").Trim();
        byte[] disk = board.ReadBlk();

        // First what the kernel's command line tells, then what the disk itself does, then everything by options.
        BootResult free = board.Start(scenario.Reader with
        {
            Kernel = kernel,
            CommandLine = $"{scenario.Reader.CommandLine} {BlkStore.NoDriver}",
            Files = new() { ["System.map"] = File.ReadAllBytes(Paths.Kernel(kernel, "System.map")) },
            Script = $"""
                set -e
                pstore-agent extract /out/told --symbols System.map
                pstore-agent extract /out/found --image $BLK --symbols System.map
                pstore-agent extract /out/exact --as-kernel --image $BLK {string.Join(' ', scenario.Store.Options)} --kernel {release} --reader {release} --symbols System.map
                """,
        });
        Assert.Equal(disk, board.ReadBlk());
        SortedDictionary<string, byte[]> shown = Readback.Mounted(board, scenario.Reader with { Kernel = kernel });
        Assert.Equal(scenario.Records, shown.Keys);
        Assert.All(shown.Keys.Where(record => record.StartsWith("dmesg", StringComparison.Ordinal)), record =>
            Assert.Contains("lkdtm_EXCEPTION", Encoding.Latin1.GetString(shown[record]), StringComparison.Ordinal));

        Assert.True(free.Status == 0, free.Log);
        RecordFiles.AssertSame(shown, Readback.ImageAsKernel(disk, kernel, release, scenario.Store.Options));
        RecordFiles.AssertSame(shown, free.Folder("exact"));
        RecordFiles.AssertSame(shown, Readback.Extracted(free, "told"));
        RecordFiles.AssertSame(shown, Readback.Extracted(free, "found"));
    }
}
