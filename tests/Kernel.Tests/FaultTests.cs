using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>Addresses that give no memory: an error in one line, and the agent works on.</summary>
public sealed class FaultTests
{
    [Fact]
    public void What_is_not_there_is_said_and_survived()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Place = Place.Outside,
            CommandLine = Boot.NoDriver,
            // A hole among the devices; one beyond all memory; a range of which the end is beyond it. Memory that nobody wrote to reads as zeros.
            Script = """
                peek words 0x0b000000 0x1000 >/dev/null; echo peek $?
                for range in 0x0b000000:0x1000 0x4000000000:0x100000 0x8bff00000:0x400000 0x100000000:0x100000; do
                    pstore-agent recover --mem-address ${range%:*} --mem-size ${range#*:} >/out/$range 2>/out/$range.err; echo $range $?
                done
                pstore-agent recover --json >/out/recovery; echo recover $?
                """,
        });

        Assert.Equal(
            ["peek 135", "0x0b000000:0x1000 74", "0x4000000000:0x100000 74", "0x8bff00000:0x400000 74", "0x100000000:0x100000 0", "recover 0"],
            boot.Lines.Where(line => !line.StartsWith("Bus error", StringComparison.Ordinal)));
        foreach (string range in (ReadOnlySpan<string>)["0x0b000000:0x1000", "0x4000000000:0x100000", "0x8bff00000:0x400000"])
        {
            Assert.Equal("", boot.Text(range));
            Assert.Matches("^pstore-agent: reading 0x[^\n]+ through /dev/mem raised a bus error \\(SIGBUS\\): [^\n]+\n$", boot.Text(range + ".err"));
        }

        // The good part of a range is passed over silently: the address is that of the fault.
        Assert.Contains("0x8c0000000", boot.Text("0x8bff00000:0x400000.err"), StringComparison.Ordinal);
        Assert.Contains("No records.", boot.Text("0x100000000:0x100000"), StringComparison.Ordinal);
        Assert.Equal([$"{Crashed.Console} previous mem", $"{Crashed.Dmesg} previous mem", $"{Crashed.Pmsg} previous mem"], Recovery.Parse(boot.Text("recovery")).Records);
    }

    [Fact]
    public void Without_root_it_says_what_needs_root()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            CommandLine = Boot.NoDriver,
            Script = """
                mkdir -p /etc
                echo 'guest:x:1000:1000:guest:/:/bin/sh' >/etc/passwd
                echo 'guest:x:1000:' >/etc/group
                su guest -c '
                    for command in "" "dump /tmp/region.bin" "--source kcore" "--mem-address 0x880000000 --mem-size 0x100000"; do
                        pstore-agent $command; echo code $?
                    done'
                # More than the bank holds: the range reaches into memory that the kernel uses.
                pstore-agent --mem-address 0x880000000 --mem-size 0x8000000; echo code $?
                """,
        });

        Assert.Equal(Enumerable.Repeat("code 77", 5), boot.Lines.Where(line => line.StartsWith("code", StringComparison.Ordinal)));
        string[] problems = [.. boot.Lines.Where(line => !line.StartsWith("code", StringComparison.Ordinal))];
        Assert.Equal(5, problems.Length);
        Assert.All(problems[..4], line => Assert.Contains("needs root", line, StringComparison.Ordinal));
        Assert.Contains("/proc/iomem 880100000-887ffffff : System RAM", problems[4], StringComparison.Ordinal);
    }
}
