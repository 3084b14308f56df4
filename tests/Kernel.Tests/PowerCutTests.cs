using System.Globalization;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// The board's power goes at random moments while it archives and clears: each record is in the archive whole, or still
/// in memory, or both. `./build.sh test --all-cuts` asks for more cuts than the ordinary ones.
/// </summary>
public sealed class PowerCutTests
{
    private const int UsualCuts = 20;
    private const double Overrun = 1.1;

    [Fact]
    public void No_record_is_lost()
    {
        int cuts = int.TryParse(Environment.GetEnvironmentVariable("PSTORE_AGENT_CUTS"), CultureInfo.InvariantCulture, out int asked) ? asked : UsualCuts;
        int seed = Random.Shared.Next(10_000);
        var random = new Random(seed);
        using var board = new CutBoard();
        double[] durations = [Duration(board, false), Duration(board, true)];
        int archived = 0, remembered = 0, both = 0;
        for (int cut = 0; cut < cuts; cut++)
        {
            // Both ways of clearing take turns: in memory, and by unlinking under the driver.
            int way = cut % 2;
            // The later part of a run, in which it writes and clears, and the moments after it are what matters most.
            double at = Math.Sqrt(random.NextDouble()) * durations[way] * Overrun;
            board.Restore(isBound: way == 1);
            board.Run(at);
            using var folder = new TemporaryFolder();
            string where = $"seed {seed}, cut {cut} at {at:f3} s";
            foreach (CutRecord record in board.Find(folder))
            {
                Assert.True(record.IsArchived || record.IsRemembered, $"{where}: {record.Name} is lost");
                if (record is { IsArchived: true, IsRemembered: true }) both++;
                else if (record.IsArchived) archived++;
                else remembered++;
            }

            string? problem = board.Finish(folder);
            Assert.True(problem == null, $"{where}: {problem}");
        }

        Console.WriteLine($"Power cuts: {cuts}, seed {seed}, within {durations[0]:f2} s (memory) and {durations[1]:f2} s (driver): archived {archived}, in memory {remembered}, both {both}, lost 0");
    }

    private static double Duration(CutBoard board, bool isBound)
    {
        board.Restore(isBound);
        return board.Run(null);
    }
}
