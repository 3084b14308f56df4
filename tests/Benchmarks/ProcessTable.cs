using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>Time and memory of whole processes, against a program that does nothing and against reading the file.</summary>
internal static class ProcessTable
{
    private const int Runs = 200, LongRuns = 20;
    private const long Address = 0x880000000;

    public static void Print(string fixtures, string agent, string empty)
    {
        string root = Directory.CreateTempSubdirectory().FullName, image = Path.Combine(root, "image");
        try
        {
            File.WriteAllBytes(image, Images.Read(fixtures)[0].Region);
            WriteMemory(Path.Combine(root, "dev"), File.ReadAllBytes(image));
            Console.WriteLine("Process                        Median ms   Peak RSS KiB");
            Row("empty native program", empty);
            Row("cat IMAGE", "/bin/cat", image);
            Row("pstore-agent version", agent, "version");
            Row("pstore-agent recover", agent, "recover", "--image", image);
            Row("pstore-agent recover --json", agent, "recover", "--json", "--image", image);
            Row("pstore-agent recover, memory", agent, "recover", "--root", root, "--mem-address", $"{Address}", "--mem-size", "1M");
            foreach (bool noise in (ReadOnlySpan<bool>)[false, true])
            {
                StoreImage.Write(image, noise);
                Row(LongRuns, $"recover, 128 MiB, {(noise ? "noise" : "holes")} between", agent, "recover", "--image", image);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>A sparse file in place of /dev/mem: the child, its mapping and the copies are the same.</summary>
    private static void WriteMemory(string folder, byte[] region)
    {
        Directory.CreateDirectory(folder);
        using FileStream memory = File.Create(Path.Combine(folder, "mem"));
        memory.Position = Address;
        memory.Write(region);
    }

    private static void Row(string what, string file, params string[] args) => Row(Runs, what, file, args);

    private static void Row(int runs, string what, string file, params string[] args)
    {
        double[] times = new double[runs];
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Run(file, args);
            times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        string memory = Run("/usr/bin/time", ["-f", "%M", file, .. args]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-30} {times[runs / 2],9:F2} {memory.Trim(),14}"));
    }

    private static string Run(string file, string[] args)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return errors;
    }
}
