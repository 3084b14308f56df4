using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Output;
using PstoreAgent.Reports;

namespace PstoreAgent.Commands;

/// <summary>Turns the function trace on and off, or says how it stands and what keeps it off.</summary>
internal sealed class FtraceCommand(CommonOptions common, string action, long? milliseconds)
{
    private const long Least = 10, Most = 86_400_000, NanosecondsPerMillisecond = 1_000_000;
    private const string Cost = "each call of a kernel function is recorded while it is on: the machine is many times slower, and the zone holds some hundred calls";
    private const string CostOfEcc = "; with ECC each call computes parity too: the machine may seem to hang until a reset";

    public static FtraceCommand From(ParsedLine line, OptionValues values, CommonOptions common) =>
        new(common, line.Argument!, values.Duration("--for", Least, Most));

    public int Run(StandardOutput output)
    {
        if (milliseconds != null && action != "on") throw new UsageException("--for is for ftrace on");
        DiscoveryResult discovery = RegionDiscovery.Find(common);
        switch (action)
        {
            case "on":
                TurnOn(discovery, output);
                return ExitCode.Ok;
            case "off":
                (RecordFtrace.Find(discovery.Machine.Root) ?? Find(discovery)).Turn(on: false);
                output.Line("the function trace is off");
                return ExitCode.Ok;
            case "status":
                WriteStatus(discovery, output);
                return ExitCode.Ok;
            default:
                throw new UsageException($"ftrace: '{action}' is none of on, off, status");
        }
    }

    private void TurnOn(DiscoveryResult discovery, StandardOutput output)
    {
        List<string> obstacles = FtraceObstacles.Find(discovery);
        if (obstacles.Count > 0) throw new AgentException(ExitCode.Unavailable, $"the function trace can't be recorded: {string.Join("; also, ", obstacles)}");
        RecordFtrace trace = Find(discovery);
        using var wakeUp = new WakeUp();
        using StopSignals? signals = milliseconds == null ? null : new StopSignals(_ => wakeUp.Set(), StopSignals.Deadly);
        bool stays = false;
        trace.Turn(on: true);
        try
        {
            output.Line($"the function trace is on; {CostOf(discovery)}");
            output.Flush();
            if (milliseconds is { } duration) wakeUp.SleepUntil(Clock.UptimeNanoseconds + (duration * NanosecondsPerMillisecond));
            else stays = true;
        }
        finally
        {
            // Also where nobody could be told that it is on.
            if (!stays) trace.Turn(on: false);
        }

        if (stays) return;
        output.Line("the function trace is off");
    }

    private static RecordFtrace Find(DiscoveryResult discovery)
    {
        Machine machine = discovery.Machine;
        DebugFileSystem.Ensure(machine);
        return RecordFtrace.Find(machine.Root)
            ?? throw new AgentException(ExitCode.Unavailable, "debugfs has no pstore/record_ftrace: the kernel probably has no CONFIG_PSTORE_FTRACE, or the region no ftrace zone (ftrace-size)");
    }

    private static void WriteStatus(DiscoveryResult discovery, StandardOutput output)
    {
        Machine machine = discovery.Machine;
        RecordFtrace? trace = RecordFtrace.Find(machine.Root);
        string state = trace?.IsOn switch { true => "on", false => "off", _ => trace == null ? "no switch (debugfs/pstore/record_ftrace is not there)" : "not known" };
        Field(output, "State", state);
        Field(output, "Zone", FtraceObstacles.ZoneSize(discovery) is { } size ? SizeText.Of(size) : "not known");
        Field(output, "Debugfs", DebugFileSystem.Place(machine.Root) ?? "not mounted; ftrace on mounts it");
        if (RecordFtrace.HasBootParameter(machine.Root)) Field(output, "At boot", $"{RecordFtrace.BootParameter} on the kernel command line records from the start on");
        string word = "Missing";
        foreach (string obstacle in FtraceObstacles.Find(discovery))
        {
            Field(output, word, TerminalText.OneLine(obstacle));
            word = "";
        }

        Field(output, "Cost", CostOf(discovery));
    }

    private static string CostOf(DiscoveryResult discovery) => discovery.Chosen?.Ecc > 0 ? Cost + CostOfEcc : Cost;

    private static void Field(StandardOutput output, string name, string value) => output.Line($"{name,-9}{value}");
}
