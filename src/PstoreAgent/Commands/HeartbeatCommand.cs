using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Control.Heartbeats;
using PstoreAgent.Control.Pmsg;
using PstoreAgent.Discovery;
using PstoreAgent.Native;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Writes a sign of life to pmsg at an interval, until it is told to stop or the program that it goes with ends.</summary>
internal sealed class HeartbeatCommand(CommonOptions common, HeartbeatOptions options)
{
    public static HeartbeatCommand From(ParsedLine line, OptionValues values, CommonOptions common) => new(common, HeartbeatOptions.From(line, values));

    public int Run(StandardOutput output)
    {
        using IPmsgTarget target = Open(out uint boot);
        var loop = new HeartbeatLoop(target, options.Tag, boot, options.IntervalMilliseconds);
        if (target.MostBytes < HeartbeatOptions.LeastZone) throw new AgentException(ExitCode.Configuration, $"{target.Name} holds {target.MostBytes} bytes, less than the lines of a heartbeat need ({HeartbeatOptions.LeastZone})");
        if (options.InBackground) return StartInBackground(output);
        using var wakeUp = new WakeUp();
        return options.Program == null ? RunAlone(loop, wakeUp) : RunWith(loop, wakeUp, options.Program);
    }

    private IPmsgTarget Open(out uint boot)
    {
        DiscoveryResult discovery = RegionDiscovery.Find(common);
        boot = BootNumber.Of(discovery.Machine);
        return options.ToMemory && !PmsgDevice.Exists(discovery.Machine) ? MemoryPmsg.Open(common) : PmsgDevice.Open(discovery);
    }

    private static int RunAlone(HeartbeatLoop loop, WakeUp wakeUp)
    {
        using var signals = new StopSignals(_ => wakeUp.Set());
        loop.Beat();
        BackgroundProcess.TellStarted();
        loop.Run(wakeUp);
        loop.Stop([]);
        return ExitCode.Ok;
    }

    private int RunWith(HeartbeatLoop loop, WakeUp wakeUp, string program)
    {
        var child = new HeartbeatChild(wakeUp);
        using var signals = new StopSignals(child.Signal, HeartbeatChild.Forwarded);
        loop.Beat();
        try
        {
            child.Start(program, options.Arguments);
        }
        catch (AgentException)
        {
            loop.Stop([]);
            throw;
        }

        BackgroundProcess.TellStarted();
        try
        {
            loop.Run(wakeUp);
            int code = child.Wait(out byte[] words);
            loop.Stop(words);
            return code;
        }
        catch (AgentException problem)
        {
            // The program is not to be left alone for that: it still gets the signals, and gives the exit code.
            StandardError.Line($"pstore-agent: {problem.Message}; there are no beats from now on");
            return child.Wait(out _);
        }
    }

    private int StartInBackground(StandardOutput output)
    {
        output.Line($"{BackgroundProcess.Start(options.ForegroundWords)}");
        return ExitCode.Ok;
    }
}
