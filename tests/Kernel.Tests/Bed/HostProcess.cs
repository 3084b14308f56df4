using System.Diagnostics;

namespace Kernel.Tests.Bed;

/// <summary>Runs a program of this machine to its end.</summary>
internal static class HostProcess
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(20);

    public static HostResult Run(string file, IEnumerable<string> args, int secondsAtMost = 60)
    {
        var start = new ProcessStartInfo(file, args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        if (!process.WaitForExit(TimeSpan.FromSeconds(secondsAtMost) + s_grace))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        Task.WaitAll(errors, copy);
        return new HostResult(process.ExitCode, output.ToArray(), errors.Result);
    }
}
