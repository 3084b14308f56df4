using Pstore.Recovery;

namespace Pstore.Verdicts;

/// <summary>
/// Says why the boot before this one ended. What stands in a dump goes before a reason that user space gave, that
/// before a crash in the console and how the console ends, and last comes what it means that nothing is there.
/// </summary>
public static class VerdictFinder
{
    /// <summary>Judges a region. Records of earlier boots and of this one don't count, nor do those that no header vouches for, but for dumps.</summary>
    /// <param name="region">The records, labelled with their boots as far as they can be.</param>
    /// <param name="machine">What the machine says beside them.</param>
    /// <param name="isOld">Whether a record is known to be older than the boot before; null where nothing tells.</param>
    public static BootVerdict Find(RecoveredRegion region, MachineEvidence machine, Func<RecoveredRecord, bool>? isOld = null)
    {
        var records = new VerdictRecords(region.Records, isOld);
        List<ConsoleVerdict> consoles = [.. records.Consoles.Select(record => new ConsoleVerdict(record))];
        bool endedWell = consoles.Exists(console => console.EndedWell) && !consoles.Exists(console => console.HasPanic);
        BootVerdict? dumped = DumpVerdict.Of(records.Dumps, "", endedWell)
            ?? DumpVerdict.Of(records.FoundDumps, ", found though its header is damaged", endedWell);
        BootVerdict? printed = consoles.Select(console => console.Crash).FirstOrDefault(crash => crash != null);

        // A dump that is cut may have lost its headline.
        if (dumped is { Reason: null } && dumped.Kind == printed?.Kind) return dumped with { Reason = printed.Reason };
        if (dumped != null) return dumped;
        BootVerdict? asked = OfMessages(records, printed, endedWell, out string? late);
        BootVerdict verdict = asked ?? printed ?? OfConsoles(consoles, machine) ?? MemoryVerdict.Of(region, machine);
        return late == null ? verdict : verdict with { Evidence = [.. verdict.Evidence, late] };
    }

    /// <summary>The reason that user space gave; a crash on the way to that end is told with it. Null where the boot went on for too long after that, which is told by <paramref name="late"/>.</summary>
    private static BootVerdict? OfMessages(VerdictRecords records, BootVerdict? printed, bool endedWell, out string? late)
    {
        late = null;
        foreach (RecoveredRecord record in records.Messages)
        {
            if (PmsgReason.FindLast(record.Content.Span) is not { } reason) continue;
            string given = $"{record.Name} gives the reason '{reason.Text}'";
            AfterReason after = endedWell ? default : AfterReason.Of(reason, record.Content.Span, records.Consoles);
            if (!after.IsTooLong) return new BootVerdict(VerdictKind.Intended, reason.Text, [after.Words == null ? given : $"{given}; {after.Words}", .. printed?.Evidence ?? []]);
            late = $"{given}, but {after.Words}";
            return null;
        }

        return null;
    }

    /// <summary>A ring that was caught in mid-update is there in two readings: the one that ends in order is right.</summary>
    private static BootVerdict? OfConsoles(List<ConsoleVerdict> consoles, MachineEvidence machine) =>
        (consoles.Find(console => console.EndedWell) ?? consoles.FirstOrDefault())?.Ending(machine);
}
