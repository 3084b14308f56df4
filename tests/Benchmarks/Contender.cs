using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>A program whose time is taken with four records to archive, and right behind that with nothing to do.</summary>
/// <param name="name">What to call it.</param>
/// <param name="file">The program.</param>
/// <param name="args">Its arguments.</param>
/// <param name="before">Puts the four records there, as new.</param>
internal sealed class Contender(string name, string file, string[] args, Action before)
{
    private readonly List<double> _four = [], _nothing = [];

    /// <summary>Its name and both medians, in milliseconds.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{name,-36} {Median(_nothing),10:F2} {Median(_four),14:F2}");

    /// <summary>One run of both kinds.</summary>
    public void Run()
    {
        before();
        _four.Add(Time());
        _nothing.Add(Time());
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private double Time()
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file}: {process.ExitCode} {errors}");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
