using Pstore.Recovery;
using Pstore.Text;

namespace Pstore.Verdicts;

/// <summary>What the dumps of the kernel log say.</summary>
internal static class DumpVerdict
{
    /// <summary>
    /// The verdict of the newest dump; null where none tells anything. Of the dumps that are surely of the boot before,
    /// a panic stands above the rest: nothing comes after it, whatever the clock says.
    /// </summary>
    /// <param name="dumps">Dumps that can be of that boot.</param>
    /// <param name="how">How they were found, behind a comma, for the evidence.</param>
    /// <param name="endedWell">Whether that boot's console ends with an intended end and has no panic.</param>
    public static BootVerdict? Of(IReadOnlyList<RecoveredRecord> dumps, string how, bool endedWell)
    {
        BootVerdict? newest = null;
        foreach (RecoveredRecord dump in Newest(dumps))
        {
            bool isSure = dump.Boot == BootRelation.Previous;
            if (newest != null && !isSure) break;
            if (Of(dump, how) is not { } verdict) continue;

            // A panic is printed on the console too, and no kernel goes on to restart in good order after one.
            if (verdict.Kind == VerdictKind.Panic && endedWell && !isSure) continue;
            if (verdict.Kind == VerdictKind.Panic) return verdict;
            newest ??= verdict;
        }

        return newest;
    }

    /// <summary>Whether the headline is the kernel's own panic line, and not a line that quotes one.</summary>
    public static bool IsPanic(CrashReport crash) => crash.Headline.StartsWith("Kernel panic - not syncing", StringComparison.Ordinal);

    private static IOrderedEnumerable<RecoveredRecord> Newest(IReadOnlyList<RecoveredRecord> dumps) => dumps
        .OrderByDescending(record => record.Boot == BootRelation.Previous)
        .ThenByDescending(record => record.Time?.Seconds ?? long.MinValue)
        .ThenByDescending(record => record.Time?.Nanoseconds ?? 0)
        .ThenByDescending(record => DumpText.TryParse(record.Content.Span, out _, out int count, out _, out _) ? count : 0);

    private static BootVerdict? Of(RecoveredRecord dump, string how)
    {
        ReadOnlySpan<byte> text = dump.Content.Span;
        CrashReport? crash = CrashReport.Find(text, 0);
        string reason = DumpText.TryParse(text, out string word, out _, out _, out _) ? word : "";
        switch (reason)
        {
            case "Panic":
                return Verdict(VerdictKind.Panic, crash?.Headline, "a panic");
            case "Oops":
                return Verdict(VerdictKind.Oops, crash?.Headline, "an oops");
            case "Emergency" or "Restart" or "Halt" or "Poweroff" or "Shutdown":
                return Verdict(VerdictKind.Intended, reason, $"an end that was asked for ({reason})");
            default:
                if (crash == null) return null;
                return IsPanic(crash)
                    ? Verdict(VerdictKind.Panic, crash.Headline, "a log with a panic")
                    : Verdict(VerdictKind.Oops, crash.Headline, "a log with an oops");
        }

        BootVerdict Verdict(VerdictKind kind, string? headline, string what) => new(kind, headline, [$"{dump.Name} is a dump of {what}{how}"]);
    }
}
