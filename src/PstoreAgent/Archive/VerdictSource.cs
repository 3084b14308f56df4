using Pstore.Recovery;
using Pstore.Verdicts;
using PstoreAgent.Reports;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>Why the boot before ended, as far as the records that no earlier boot archived tell; of an oops that the collecting boot survived, that.</summary>
internal static class VerdictSource
{
    /// <param name="set">What was read.</param>
    /// <param name="found">What of it is known.</param>
    /// <param name="index">What was archived.</param>
    /// <param name="bootId">The boot that collects.</param>
    public static EntryVerdict Of(RecordSet set, NewRecords found, StoreIndex index, string? bootId)
    {
        Crash? crash = found.FindCrash(set.IsOfLastBackend);
        if (crash != null && found.New.All(candidate => candidate.Record.Boot == BootRelation.Current || !NewRecords.MakesOne(candidate.Record)))
            return new EntryVerdict(VerdictKind.Oops.Name(), crash.Report.Headline, [$"{crash.Record.Name} is of the boot that collected it, which went on"], true);

        var old = new HashSet<RecoveredRecord>(ReferenceEqualityComparer.Instance);
        foreach (Candidate known in found.Known.Concat(found.New))
            if (index.Find(known) is { } entry && !EntryName.IsOfBoot(entry.Name, bootId)) old.Add(known.Record);
        BootVerdict verdict = LastBoot.Judge(set, old.Contains);
        return new EntryVerdict(verdict.Kind.Name(), verdict.Reason ?? crash?.Report.Headline, verdict.Evidence, verdict.IsCrash || found.FindCrash() != null);
    }
}
