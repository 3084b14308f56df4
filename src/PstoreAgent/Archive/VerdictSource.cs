using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>Why the boot before ended.</summary>
internal static class VerdictSource
{
    public static EntryVerdict Of(RecordSet set) => Crash.Find(set.Region, 0) is { } crash
        ? new EntryVerdict(crash.Report.Headline.Contains("panic", StringComparison.OrdinalIgnoreCase) ? "panic" : "oops", crash.Report.Headline, [], true)
        : EntryVerdict.Unknown;
}
