using Pstore.Ram;
using Pstore.Recovery;

namespace Pstore.Verdicts;

/// <summary>
/// What it means that nothing of the boot before is there. The driver keeps what a zone holds for the file system before
/// it begins the zone anew, so a console that is missing there was not in memory, or its file was removed. A removed one
/// leaves its bytes behind, memory that lost its power doesn't. A block store loses nothing with the power.
/// </summary>
internal static class MemoryVerdict
{
    /// <summary>The verdict where no record tells one.</summary>
    public static BootVerdict Of(RecoveredRegion region, MachineEvidence machine)
    {
        (bool isLost, string evidence) = Judge(region, machine);
        if (ResetSigns.Watchdog(machine) is { } watchdog) return new BootVerdict(VerdictKind.Watchdog, machine.ResetCause, [watchdog, evidence]);
        string? power = ResetSigns.Power(machine);
        if (!isLost && power == null) return new BootVerdict(VerdictKind.Unknown, null, [evidence]);
        return new BootVerdict(VerdictKind.PowerLoss, power == null ? null : machine.ResetCause, power == null ? [evidence] : [evidence, power]);
    }

    private static (bool IsLost, string Evidence) Judge(RecoveredRegion region, MachineEvidence machine)
    {
        if (machine.StoreRead || region.Layout is { Format.HasKmsgHeader: true }) return (false, JudgeStore(region, machine));
        if (!machine.RegionRead)
            return (false, machine.FilesRead ? "the pstore file system has nothing of the boot before, and memory was not read" : "neither memory nor the pstore file system was read");
        if (!region.Zones.Any(HasSignature))
        {
            return region.Records.Count == 0
                ? (true, "no zone in memory has its signature: the contents are lost, or no driver ever wrote here")
                : (false, "no zone in memory has its signature, though remains of records are there");
        }

        if (region.Records.Any(record => record.Boot != BootRelation.Current))
            return (false, "memory was kept, but nothing in it tells of the boot before");
        if (machine.DriverBound != true) return (false, "memory was kept, its zones are empty: they were cleared, or nothing was written");
        if (!region.Zones.Any(zone => zone.Zone.Kind == ZoneKind.Console))
            return (false, "there is no dump, and no console zone that would show how the boot before ended");
        if (!machine.FilesRead) return (false, "the driver has begun the console anew, and the pstore file system was not read");
        return (true, "the driver found no console of the boot before, and memory has no trace of one");
    }

    private static string JudgeStore(RecoveredRegion region, MachineEvidence machine)
    {
        if (machine is { DriverBound: true, FilesRead: false }) return "the driver has the store, and the pstore file system was not read";
        return region.Records.Any(record => record.Boot != BootRelation.Current) ? "nothing in the store tells of the boot before" : "nothing was recorded";
    }

    private static bool HasSignature(AttachedZone zone) => zone.State is not (ZoneState.BadSignature or ZoneState.OutsideImage or ZoneState.BadBlock or ZoneState.Unused);
}
