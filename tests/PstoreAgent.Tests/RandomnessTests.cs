using System.IO.Compression;
using System.Text.RegularExpressions;
using PstoreAgent.Native;
using Xunit;

namespace PstoreAgent.Tests;

/// <summary>The native file runs first thing at boot, when the kernel makes those wait who ask it for randomness.</summary>
public sealed partial class RandomnessTests
{
    private const string Tracer = "/usr/bin/strace";

    private static readonly string s_image = Agent.Region(Agent.Captures[0]);

    public static TheoryData<string> Lines =>
    [
        "version",
        "recover --image IMAGE",
        "recover --image PLAIN",
        "recover --json --image IMAGE",
        "show console --image IMAGE",
        "extract FOLDER --image IMAGE",
        "extract FOLDER --as-kernel --image ZEROS",
        "layout --image IMAGE",
        "recover --root ROOT",
        "dump FOLDER --root ROOT",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Nothing_waits_for_randomness(string line)
    {
        using var folder = new TemporaryDirectory();
        string trace = folder.Join("trace");
        AgentResult result = Traced(["-o", trace, "-e", "trace=open,openat,getrandom"], line, folder);
        Assert.Equal(0, result.ExitCode);

        string[] calls = File.ReadAllLines(trace);
        Assert.Contains(calls, call => call.Contains("+++ exited with", StringComparison.Ordinal));
        Assert.DoesNotContain(calls, call => call.Contains("random\"", StringComparison.Ordinal));
        Assert.All(calls.Where(call => call.Contains("getrandom(", StringComparison.Ordinal)), call => Assert.Matches(NeverWaits(), call));
    }

    // Kernels before 5.6 don't know the flag, kernels before 3.17 not the call.
    [Theory]
    [InlineData("EINVAL")]
    [InlineData("ENOSYS")]
    public void Kernels_without_the_call_get_on(string error)
    {
        using var folder = new TemporaryDirectory();
        string trace = folder.Join("trace");
        AgentResult result = Traced(["-o", trace, "-e", "trace=open,openat,getrandom", "-e", $"inject=getrandom:error={error}"], "recover --image IMAGE", folder);
        Assert.Equal(Agent.Run("recover", "--image", s_image).Output, result.Output);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string calls = File.ReadAllText(trace);
        Assert.Contains("(INJECTED)", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("random\"", calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(33)]
    public void What_stands_in_fills_all_and_differs(int length)
    {
        byte[] one = new byte[length], other = new byte[length], third = new byte[length];
        RuntimeSeeds.FillFrom(0, 0, one);
        RuntimeSeeds.FillFrom(1, 0, other);
        RuntimeSeeds.FillFrom(0, 1, third);
        foreach (byte[] bytes in (byte[][])[one, other, third]) Assert.NotEqual(0, bytes[^4..].Sum(value => value));
        Assert.NotEqual(one, other);
        Assert.NotEqual(one, third);
    }

    private static AgentResult Traced(string[] options, string line, TemporaryDirectory folder)
    {
        string file = Agent.Native(Agent.HostRid);
        Assert.SkipUnless(File.Exists(file), $"out/{Agent.HostRid}/pstore-agent is not built; ./build.sh publish makes it");
        Assert.SkipUnless(File.Exists(Tracer), $"{Tracer} is missing (package strace)");
        AgentResult result = Agent.Start(Tracer, ["-f", .. options, file, .. line.Split(' ').Select(word => Word(word, folder))], null);
        Assert.SkipWhen(result.Errors.Contains("PTRACE_", StringComparison.Ordinal), "tracing is not permitted here");
        return result;
    }

    private static string Word(string word, TemporaryDirectory folder) => word switch
    {
        "IMAGE" => s_image,
        "PLAIN" => folder.Write("plain", Unpacked()),
        "ZEROS" => folder.Write("zeros", new byte[65536]),
        "FOLDER" => folder.Join("out"),
        "ROOT" => Machine(folder.Join("root")),
        _ => word,
    };

    private static byte[] Unpacked()
    {
        using var reader = new GZipStream(File.OpenRead(s_image), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        reader.CopyTo(bytes);
        return bytes.ToArray();
    }

    // Memory that a child reads, with a region whose parameters the driver tells.
    private static string Machine(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "dev"));
        File.WriteAllBytes(Path.Combine(root, "dev", "mem"), Unpacked());
        string parameters = Directory.CreateDirectory(Path.Combine(root, "sys", "module", "ramoops", "parameters")).FullName;
        foreach ((string name, string value) in ((string, string)[])[("mem_address", "0"), ("mem_size", "0x100000"), ("record_size", "0x8000"), ("console_size", "0x8000")])
            File.WriteAllText(Path.Combine(parameters, name), value + "\n");
        return root;
    }

    [GeneratedRegex("GRND_(NONBLOCK|INSECURE)|, 0x4\\)")]
    private static partial Regex NeverWaits();
}
