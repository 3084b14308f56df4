using System.Text.RegularExpressions;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>Runs the native file under strace, which kills it, or lets calls fail, where it is told to.</summary>
internal static partial class Tracer
{
    private const string Program = "/usr/bin/strace";
    private const int KilledCode = 137;

    /// <summary>Skips the test where there is nothing to run, or no way to trace it.</summary>
    public static void Require()
    {
        Assert.SkipUnless(File.Exists(Agent.Native(Agent.HostRid)), $"out/{Agent.HostRid}/pstore-agent is not built; ./build.sh publish makes it");
        Assert.SkipUnless(File.Exists(Program), $"{Program} is missing (package strace)");
        AgentResult probe = Agent.Start(Program, ["-o", "/dev/null", Agent.Native(Agent.HostRid), "version"], null);
        Assert.SkipWhen(probe.ExitCode != 0, $"tracing is not permitted here: {probe.Errors}");
    }

    public static AgentResult Native(params string[] args) => Agent.Start(Agent.Native(Agent.HostRid), args, null);

    /// <summary>The calls of a run from the first on that names a text, each with how often it was made before, itself included.</summary>
    public static List<(string Call, int Count, string Line)> Calls(string log, string from, params string[] args)
    {
        AgentResult run = Agent.Start(Program, ["-o", log, Agent.Native(Agent.HostRid), .. args], null);
        Assert.True(run.ExitCode == 0, run.Errors);
        var counts = new Dictionary<string, int>();
        var calls = new List<(string, int, string)>();
        bool begun = false;
        foreach (string line in File.ReadLines(log).Skip(1))
        {
            if (CallName().Match(line) is not { Success: true } match) continue;
            string name = match.Groups[1].Value;
            counts[name] = counts.GetValueOrDefault(name) + 1;
            begun |= line.Contains(from, StringComparison.Ordinal);
            if (begun) calls.Add((name, counts[name], line));
        }

        return calls;
    }

    /// <summary>Kills a run as it enters a call, before the call does anything. False when it ended before.</summary>
    public static bool Kill(string call, int count, params string[] args) =>
        Agent.Start(Program, ["-o", "/dev/null", "-e", $"inject={call}:signal=SIGKILL:when={count}", Agent.Native(Agent.HostRid), .. args], null).ExitCode == KilledCode;

    /// <summary>Lets a call of a run, and of that name all later ones, fail.</summary>
    public static AgentResult Fail(string call, int count, string error, bool onwards, params string[] args) =>
        Agent.Start(Program, ["-o", "/dev/null", "-e", $"inject={call}:error={error}:when={count}{(onwards ? "+" : "")}", Agent.Native(Agent.HostRid), .. args], null);

    [GeneratedRegex(@"^([a-z_0-9]+)\(")]
    private static partial Regex CallName();
}
