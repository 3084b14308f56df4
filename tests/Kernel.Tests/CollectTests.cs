using System.Text;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>Crash after crash, and what each boot's collect moves to a disk.</summary>
public sealed class CollectTests
{
    private const int Crashes = 10;

    [Fact]
    public void Of_ten_crashes_in_a_row_none_is_overwritten()
    {
        using var board = new Board();
        StoreDisk disk = board.AddStore();
        BootResult boot = board.Start(new Boot
        {
            ResetsStay = true,
            SecondsAtMost = 240,
            Script = $"""
                mkdir /store && mount -t ext4 $STORE /store || exit
                mount -t pstore pstore /sys/fs/pstore && mkdir /out/shown && cp /sys/fs/pstore/* /out/shown/ 2>/dev/null
                pstore-agent collect --clear --exit-code /store/archive >/out/first 2>&1
                echo $? >>/out/codes
                ls /sys/fs/pstore >/out/left
                pstore-agent collect --clear --exit-code /store/archive >/out/second 2>&1
                echo $? >>/out/codes
                umount /store
                [ $STAGE = {Crashes} ] && exit
                echo words of boot $STAGE >/dev/pmsg0
                echo "number $STAGE" >/dev/kmsg
                crash
                """,
        });

        Assert.Equal(0, boot.Status);
        Assert.Equal(Crashes + 1, boot.Stages.Count);
        using var folder = new TemporaryFolder();
        disk.CopyFolder("archive", folder.Path);
        SortedDictionary<string, byte[]> shown;
        string[] entries = [.. Directory.GetDirectories(folder.Join("archive")).Order(StringComparer.Ordinal)];

        // RAM was empty before the first boot, which is told too, and is no crash.
        Assert.Equal(Crashes + 1, entries.Length);
        Assert.Equal(["0", "0"], Lines(boot.Stages[0], "codes"));
        for (int stage = 1; stage <= Crashes; stage++)
        {
            IReadOnlyDictionary<string, byte[]> files = boot.Stages[stage];
            Assert.Equal(["10", "0"], Lines(files, "codes"));
            Assert.Empty(Lines(files, "second"));
            Assert.Matches("^panic: .*sysrq triggered crash", Assert.Single(Lines(files, "first"), line => line.StartsWith("panic", StringComparison.Ordinal)));
            Assert.DoesNotContain(Lines(files, "left"), name => name.StartsWith("dmesg", StringComparison.Ordinal));
            shown = new BootResult("", [files], default).Folder("shown");
            Assert.Equal([Crashed.Console, Crashed.Dmesg, Crashed.Pmsg], shown.Keys);
            foreach ((string name, byte[] content) in shown) Assert.Equal(content, File.ReadAllBytes(Path.Combine(entries[stage], name)));
            Assert.Contains($"number {stage - 1}\n", Encoding.UTF8.GetString(shown[Crashed.Dmesg]), StringComparison.Ordinal);
        }

        HostResult check = HostProcess.Run(Paths.HostAgent, ["archive", "verify", "--dir", folder.Join("archive")]);
        Assert.True(check.ExitCode == 0, check.Output + check.Errors);
    }

    private static string[] Lines(IReadOnlyDictionary<string, byte[]> files, string name) =>
        Encoding.UTF8.GetString(files[name]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
