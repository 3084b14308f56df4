using CommunityToolkit.HighPerformance.Buffers;
using Pstore;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Output;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Memory;

namespace PstoreAgent.Commands;

/// <summary>Prints the live console or pmsg zone, and goes on as it grows until it is stopped.</summary>
internal sealed class FollowCommand(CommonOptions common, string name)
{
    private const int PauseMilliseconds = 200;

    public int Run(StandardOutput output)
    {
        if (common.Image != null) throw new UsageException("--follow is for the memory of this machine, --image for a file: give one of them");
        RegionInput input = RecordInput.ReadRegion(common, out DiscoveryResult? discovery);
        RecoveredRegion region = input.Recover(common);
        Zone zone = Find(region);
        ulong address = input.Snapshot.Address!.Value + (ulong)(region.Base + zone.Offset);
        using IMemoryPasses? passes = RegionReader.Watch(input.Snapshot.Kind, discovery!.Machine.Root, address, zone.Size, PauseMilliseconds, out AccessFailure? failure);
        if (passes != null) failure = Follow(passes, zone, region.Writer.BigEndian, output);
        if (failure is { } problem) throw AccessExplainer.Explain(problem, discovery).ToException();
        return ExitCode.Ok;
    }

    private Zone Find(RecoveredRegion region)
    {
        Zone? zone = region.Layout?.Zones.FirstOrDefault(zone => zone.Kind is ZoneKind.Console or ZoneKind.Pmsg && (name == zone.Kind.Name() || name == $"{zone.Kind.Name()}-ramoops-0"));
        return zone ?? throw new AgentException(
            name is "console" or "pmsg" ? ExitCode.NoInput : ExitCode.Usage,
            name is "console" or "pmsg" ? $"the region has no {name} zone" : $"--follow: '{name}' is neither console nor pmsg");
    }

    /// <summary>What ended it: null where nobody reads any more.</summary>
    private static AccessFailure? Follow(IMemoryPasses passes, Zone zone, bool bigEndian, StandardOutput output)
    {
        var follower = new RingFollower(zone.DataSize);
        byte[] copy = new byte[zone.Size];
        while (!output.IsClosed)
        {
            if (passes.Read(copy) is { } failure) return failure;
            using var text = new ArrayPoolBufferWriter<byte>();
            follower.Look(ZoneHeader.Read(copy, bigEndian), copy.AsSpan(Limits.ZoneHeaderSize), text);
            if (follower.HasLost) Log.Warning("the zone was begun anew, or more was written than it holds: lines may be missing");
            if (output.IsTerminal) TerminalText.Write(text.WrittenSpan, output);
            else output.Bytes(text.WrittenSpan);
            output.Flush();
        }

        return null;
    }
}
