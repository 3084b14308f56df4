using Pstore.Recovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources;

namespace PstoreAgent.Archive;

/// <summary>What a run is to archive.</summary>
/// <param name="Found">What of the reading is new.</param>
/// <param name="Verdict">Why the boot before ended; null where nobody needs it.</param>
/// <param name="Makes">Whether an entry is made.</param>
internal sealed record CollectPlan(NewRecords Found, EntryVerdict? Verdict, bool Makes)
{
    public static CollectPlan Of(Store store, RecordSet set, Machine machine, ArchiveClearing? clearing, bool needsVerdict)
    {
        CollectPlan plan = Look(store, set, machine, clearing, needsVerdict);

        // An index that was cut is not seen to be: looking through the folder is for a run that has something to write.
        return plan.Makes && store.AdoptUnlisted() > 0 ? Look(store, set, machine, clearing, needsVerdict) : plan;
    }

    private static CollectPlan Look(Store store, RecordSet set, Machine machine, ArchiveClearing? clearing, bool needsVerdict)
    {
        var holdings = new Holdings(store);
        NewRecords found = NewRecords.Find(set, store.Index).WithLost(candidate => holdings.IsEntryGone(candidate) || clearing?.IsLost(candidate) == true);
        bool mayHaveLostPower = IsPowerLossNews(store, set, machine);
        EntryVerdict? verdict = found.MakesEntry || needsVerdict || mayHaveLostPower ? VerdictSource.Of(set, found, store.Index, machine.BootId) : null;
        return new CollectPlan(found, verdict, found.MakesEntry || (mayHaveLostPower && verdict!.IsPowerLoss));
    }

    // A boot that lost its memory leaves no records: once for each boot that fact alone is worth an entry.
    private static bool IsPowerLossNews(Store store, RecordSet set, Machine machine) =>
        set.IsLive && machine.BootId is { } boot && !set.LastBoot.Records.Any(record => record.Boot == BootRelation.Previous) && !store.Index.Knows(RecordDigest.OfPowerLoss(boot));
}
