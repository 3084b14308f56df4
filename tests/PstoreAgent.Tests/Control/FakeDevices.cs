using System.Text;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

/// <summary>A board with its driver bound, whose devices swallow what is written, as /dev/null does.</summary>
internal static class FakeDevices
{
    public const string Pmsg = "/dev/pmsg0";
    public const string BootId = "1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809";

    public static LiveMachine Board(int ecc = 0)
    {
        LiveMachine machine = new LiveMachine().WithTree(ecc).WithDriver();
        machine.Files.With("/proc/sys/kernel/random/boot_id", BootId + "\n");
        return machine;
    }

    /// <summary>Makes /dev/pmsg0 a character device. Skips the test where that needs more rights.</summary>
    public static LiveMachine WithPmsg(this LiveMachine machine)
    {
        string path = machine.Files.FullName(Pmsg);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Assert.SkipUnless(Agent.Start("mknod", [path, "c", "1", "3"], null).ExitCode == 0, "making a device node needs root");
        return machine;
    }

    /// <summary>The fake device does not keep what it is given: this tells it, and that it came by one call.</summary>
    public static string[] Writes(LiveMachine machine, byte[]? input, params string[] args)
    {
        const string tracer = "/usr/bin/strace";
        Assert.SkipUnless(File.Exists(tracer), $"{tracer} is missing (package strace)");
        string trace = machine.Files.FullName("/trace");
        AgentResult result = Agent.Start(tracer, ["-f", "-y", "-xx", "-s", "100000", "-e", "trace=write,writev,pwrite64,openat", "-o", trace, Agent.Managed, "--root", machine.Files.Path, .. args], input);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string hex = string.Concat(machine.Files.FullName(Pmsg).Select(symbol => $"\\x{(int)symbol:x2}"));
        string[] lines = File.ReadAllLines(trace);
        Assert.DoesNotContain(lines, line => line.Contains("openat", StringComparison.Ordinal) && line.Contains(hex, StringComparison.Ordinal) && line.Contains("O_CREAT", StringComparison.Ordinal));
        return [.. lines.Where(line => line.Contains("write", StringComparison.Ordinal) && line.Contains(hex, StringComparison.Ordinal)).Select(Written)];
    }

    private static string Written(string call)
    {
        Assert.Contains("write(", call, StringComparison.Ordinal);
        string text = call.Split('"')[1];
        return Encoding.UTF8.GetString(Convert.FromHexString(text.Replace("\\x", "", StringComparison.Ordinal)));
    }
}
