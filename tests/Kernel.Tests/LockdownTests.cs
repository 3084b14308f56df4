using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>A kernel that keeps its memory even from root: what is still open is read, and what is not is explained.</summary>
public sealed class LockdownTests
{
    [Theory]
    [InlineData("integrity", 0, "kcore")]
    [InlineData("confidentiality", 77, "pstore")]
    public void What_is_left_is_read(string mode, int dump, string source)
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Place = Place.Inside,
            CommandLine = $"lockdown={mode}",
            Script = """
                mount -t securityfs security /sys/kernel/security
                pstore-agent dump /out/region.bin --source mem; echo mem $?
                pstore-agent dump /out/region.bin >/dev/null 2>&1; echo dump $?
                pstore-agent recover --json >/out/recovery; echo recover $?
                """,
        });

        Assert.Equal(["mem 77", $"dump {dump}", "recover 0"], boot.Lines[1..]);
        Assert.StartsWith($"pstore-agent: open of /dev/mem refused (EPERM): kernel lockdown is \"{mode}\" (/sys/kernel/security/lockdown)", boot.Lines[0], StringComparison.Ordinal);
        IEnumerable<string> records = Recovery.Parse(boot.Text("recovery")).Records;
        Assert.Contains($"{Crashed.Console} previous pstore", records);
        Assert.Contains($"{Crashed.Dmesg} previous {(source == "kcore" ? "kcore,pstore" : "pstore")}", records);
        if (dump == 0) Assert.Equal(Crashed.Region[..Crashed.ConsoleOffset], boot.File("region.bin")[..Crashed.ConsoleOffset]);
    }
}
