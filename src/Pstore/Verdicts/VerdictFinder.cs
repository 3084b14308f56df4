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
        return dumped
            ?? OfMessages(records.Messages, printed)
            ?? printed
            ?? OfConsoles(consoles, machine)
            ?? MemoryVerdict.Of(region, machine);
    }

    /// <summary>The reason that user space gave; a crash on the way to that end is told with it.</summary>
    private static BootVerdict? OfMessages(IReadOnlyList<RecoveredRecord> messages, BootVerdict? printed)
    {
        foreach (RecoveredRecord record in messages)
        {
            if (PmsgReason.FindLast(record.Content.Span) is { } reason)
                return new BootVerdict(VerdictKind.Intended, reason.Text, [$"{record.Name} gives the reason '{reason.Text}'", .. printed?.Evidence ?? []]);
        }

        return null;
    }

    /// <summary>A ring that was caught in mid-update is there in two readings: the one that ends in order is right.</summary>
    private static BootVerdict? OfConsoles(List<ConsoleVerdict> consoles, MachineEvidence machine) =>
        (consoles.Find(console => console.EndedWell) ?? consoles.FirstOrDefault())?.Ending(machine);
}
