using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>What of a reading is archived, and what is there already.</summary>
/// <param name="New">Records for an entry, in the order in which they were read.</param>
/// <param name="Known">Records that are, or were, in the archive, and second readings of new ones.</param>
/// <param name="MakesEntry">Whether the new ones are worth an entry of their own.</param>
internal sealed record NewRecords(IReadOnlyList<Candidate> New, IReadOnlyList<Candidate> Known, bool MakesEntry)
{
    /// <summary>The crash that the new ones tell of, of whatever boot; null without one. What was cleared, or left by earlier contents, is no news.</summary>
    /// <param name="counts">Which of them are asked; null for all.</param>
    public Crash? FindCrash(Func<RecoveredRecord, bool>? counts = null) =>
        Crash.Find(New.Select(candidate => candidate.Record).Where(record => record.IsEvidence && counts?.Invoke(record) != false), 0);

    public static NewRecords Find(RecordSet set, StoreIndex index)
    {
        List<Candidate> fresh = [], known = [];
        var seen = new HashSet<string>();
        bool makes = false;
        foreach (RecoveredRecord record in set.Region.Records)
        {
            if (IsGrowing(record, set.IsHeld(record))) continue;
            var candidate = new Candidate(record, RecordDigest.OfContent(record), RecordDigest.OfTime(record));
            if (IsKnown(candidate, index) || !seen.Add(candidate.Digest))
            {
                known.Add(candidate);
                continue;
            }

            fresh.Add(candidate);
            makes |= MakesOne(record);
        }

        return new NewRecords(fresh, known, makes);
    }

    /// <summary>With those of the known ones among the new ones that the archive has lost.</summary>
    public NewRecords WithLost(Func<Candidate, bool> isLost)
    {
        ILookup<bool, Candidate> known = Known.ToLookup(isLost);
        return known[true].Any() ? new NewRecords([.. New, .. known[true]], [.. known[false]], MakesEntry || known[true].Any(candidate => MakesOne(candidate.Record))) : this;
    }

    /// <summary>Logs of this boot change all the time; the next boot archives them.</summary>
    private static bool IsGrowing(RecoveredRecord record, bool driverBound)
    {
        if (record.Kind == ZoneKind.Dmesg) return false;
        if (record.Boot == BootRelation.Current || record.IsCurrentContent) return true;
        bool isLive = record.Origin is RecordOrigin.Live or RecordOrigin.Linear or RecordOrigin.OtherKernel;
        return record.Kind == ZoneKind.Ftrace && driverBound && isLive && record.Places == RecordPlaces.Region;
    }

    /// <summary>Whether a record is worth an entry. What is left of older logs changes by itself as zones are overwritten.</summary>
    public static bool MakesOne(RecoveredRecord record) =>
        record.Kind == ZoneKind.Dmesg || record.Origin is not (RecordOrigin.StaleTail or RecordOrigin.Cleared);

    // A cleared dump that was not packed has no end of its own: its content may differ from what was archived while a header vouched for it.
    private static bool IsKnown(Candidate candidate, StoreIndex index) =>
        index.Knows(candidate.Digest)
        || (candidate.Record.Origin != RecordOrigin.Live && candidate.TimeDigest is { } time && index.Knows(time));
}
