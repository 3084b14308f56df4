using System.Diagnostics;

namespace Benchmarks;

/// <summary>The best of several runs, each long enough for the clock.</summary>
internal static class Timer
{
    private const int Runs = 7;
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(60);

    /// <summary>Seconds that one call takes.</summary>
    public static double Seconds(Action action)
    {
        action();
        double best = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            int calls = 0;
            TimeSpan elapsed;
            do
            {
                action();
                calls++;
                elapsed = Stopwatch.GetElapsedTime(start);
            }
            while (elapsed < s_least);
            best = Math.Min(best, elapsed.TotalSeconds / calls);
        }

        return best;
    }
}
