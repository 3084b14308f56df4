using System.Globalization;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>Time and memory on the emulated board, next to a program that does nothing. Printed; what an emulator takes proves nothing.</summary>
public sealed class CostTests
{
    // busybox takes the kilobytes of ru_maxrss for pages of 4 KiB.
    private const int KilobytesPerPage = 4;

    [Fact]
    public void What_it_costs_is_printed()
    {
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            CommandLine = Boot.NoDriver,
            Script = """
                pstore-agent >/dev/null
                busybox true
                for program in 'pstore-agent' 'busybox true'; do
                    time -f "%e %M $program" $program >/dev/null
                done
                read -r start rest </proc/uptime
                pstore-agent | { read -r line; read -r first rest </proc/uptime; cat >/dev/null; echo $start $first; }
                """,
        });

        Assert.Equal(0, boot.Status);
        Assert.Equal(3, boot.Lines.Length);
        foreach (string line in boot.Lines[..2])
        {
            string[] words = line.Split(' ', 3);
            Console.WriteLine($"   emulated board: {words[2],-14} {words[0]} s, {int.Parse(words[1], CultureInfo.InvariantCulture) / KilobytesPerPage} kB at most");
        }

        double[] times = [.. boot.Lines[2].Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   emulated board: {times[1] - times[0]:0.00} s from the start of pstore-agent to its first line"));
    }
}
