using System.Diagnostics;

namespace PstoreAgent.Tests.Discovery.Block;

/// <summary>A block device made of a file.</summary>
internal sealed class LoopDevice : IDisposable
{
    private LoopDevice(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null where this machine lets none be made.</summary>
    public static LoopDevice? TryAttach(string file) => Run("-f", "--show", file) is { Length: > 0 } path ? new LoopDevice(path) : null;

    public void Dispose() => Run("-d", Path);

    private static string? Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("losetup", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
