using Pstore.Recovery;
using Pstore.Retention;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Output;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Tests whether RAM outlives a reset: arm before it, check behind it.</summary>
internal sealed class RetentionCommand(CommonOptions common, RetentionOptions options)
{
    public int Arm(StandardOutput output)
    {
        if (options.Json || options.Wipe || options.Armed)
            throw new UsageException($"{(options.Json ? "--json" : options.Wipe ? "--wipe" : "--armed")} is for retention check");
        RetentionNote note = new RetentionArming(common, options.Yes).Arm();
        output.Line($"{note.SlotCount} free {(note.SlotCount == 1 ? "slot is" : "slots are")} filled, {(long)note.SlotCount * note.DataLength} bytes; reset the board, then: pstore-agent retention check");
        return ExitCode.Ok;
    }

    public int Check(StandardOutput output)
    {
        RegionInput input = RecordInput.ReadRegion(common, out DiscoveryResult? discovery);
        RecoveredRegion region = input.Recover(common);
        RetentionResult result = RetentionCheck.Run(input.Snapshot.Bytes.Span, region.Base, region.Zones, RetentionUse.Of(input, region, discovery), options.Armed);
        bool sameBoot = common.Image == null && result.Note is { Boot: not 0 } note && note.Boot == RetentionArming.BootNumber(new Machine(new MachineRoot(common.Root)));
        ulong? address = input.Snapshot.Address is { } start ? start + (ulong)result.Start : null;
        if (options.Json) RetentionJson.Write(result, address, sameBoot, output);
        else RetentionReport.Write(result, address, sameBoot, output);

        // What was found is worth more than what may fail now.
        output.Flush();
        if (!options.Wipe || result.Note is not { } found) return ExitCode.Ok;
        long wiped = new RetentionArming(common, options.Yes).Wipe(found, result.Start, out long left);
        if (options.Json) return ExitCode.Ok;
        output.Line();
        output.Line($"Wiped      {wiped} bytes of the pattern{(left > 0 ? $"; {left} bytes of its slots are something else, or next to it, and stay" : "")}");
        return ExitCode.Ok;
    }
}
