using Pstore.Verdicts;

namespace PstoreAgent.Archive;

/// <summary>Why the boot that an entry tells of ended, as its meta.json has it.</summary>
/// <param name="Kind">"panic", "oops", …</param>
/// <param name="Reason">The crash's first line, or what else says why; null where nothing does.</param>
/// <param name="Evidence">What the verdict rests on.</param>
/// <param name="IsCrash">Whether nobody wanted it to end, or the entry has the dump of another crash.</param>
internal sealed record EntryVerdict(string Kind, string? Reason, IReadOnlyList<string> Evidence, bool IsCrash)
{
    /// <summary>Whether the memory did not keep its contents.</summary>
    public bool IsPowerLoss => Kind == VerdictKind.PowerLoss.Name();

    public static readonly EntryVerdict Unknown = new("unknown", null, [], false);
}
