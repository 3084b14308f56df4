using Pstore.Recovery;
using Pstore.Retention;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
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
        if (options.Json || options.Wipe) throw new UsageException($"{(options.Json ? "--json" : "--wipe")} is for retention check");
        RetentionNote note = new RetentionArming(common, options.Yes).Arm();
        output.Line($"{note.SlotCount} free {(note.SlotCount == 1 ? "slot is" : "slots are")} filled, {(long)note.SlotCount * note.DataLength} bytes; reset the board, then: pstore-agent retention check");
        return ExitCode.Ok;
    }

    public int Check(StandardOutput output)
    {
        RegionInput input = RecordInput.ReadRegion(common);
        RecoveredRegion region = input.Recover(common);
        RetentionResult result = RetentionCheck.Run(input.Snapshot.Bytes.Span[region.Base..], region.Zones);
        bool sameBoot = common.Image == null && result.Note is { Boot: not 0 } note && note.Boot == RetentionArming.BootNumber(new Machine(new MachineRoot(common.Root)));
        ulong? address = input.Snapshot.Address is { } start ? start + (ulong)region.Base : null;
        if (options.Json) RetentionJson.Write(result, address, sameBoot, output);
        else RetentionReport.Write(result, address, sameBoot, output);

        // What was found is worth more than what may fail now.
        output.Flush();
        if (options.Wipe && result.Note is { } found) new RetentionArming(common, options.Yes).Wipe(found);
        return ExitCode.Ok;
    }
}
