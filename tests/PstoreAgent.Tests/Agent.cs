using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PstoreAgent.Tests;

/// <summary>Runs the program as its users do.</summary>
internal static class Agent
{
    public static string Root { get; } = FindRoot();

    /// <summary>The managed build, started through its host.</summary>
    public static string Managed { get; } = Path.Combine(Root, "src", "PstoreAgent", "bin", Configuration, "net10.0", "pstore-agent");

    /// <summary>Crash images of ramoops regions that ship with the sources.</summary>
    public static string[] Captures { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "tests", "fixtures", "captures")).Where(folder => File.Exists(Region(folder))).Order()];

    public static string Region(string capture) => Path.Combine(capture, "region.bin.gz");

    public static string Native(string rid) => Path.Combine(Root, "out", rid, "pstore-agent");

    public static string HostRid { get; } = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    public static AgentResult Run(params string[] args) => Start(Managed, args, null);

    public static AgentResult RunWithInput(byte[] input, params string[] args) => Start(Managed, args, input);

    public static AgentResult Start(string file, IEnumerable<string> args, byte[]? input)
    {
        var start = new ProcessStartInfo(file, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        Task copy = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            if (input != null) process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program need not read all of it.
        }

        Task.WaitAll(errors, copy);
        process.WaitForExit();
        return new AgentResult(process.ExitCode, output.ToArray(), errors.Result);
    }

    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "PstoreAgent.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("PstoreAgent.sln is not above the test program");
    }
}
