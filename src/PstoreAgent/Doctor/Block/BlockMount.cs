using PstoreAgent.Doctor.UserSpace;

namespace PstoreAgent.Doctor.Block;

/// <summary>
/// Whether pstore is mounted. pstore_zone writes nothing before it has read its store, which it does at the first mount of a boot; an oops
/// before that makes reading fail, and all writing with it (fs/pstore/zone.c, psz_zone_write, psz_recovery; seen with 6.1).
/// </summary>
internal static class BlockMount
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        var found = new List<Finding>();
        foreach (Finding finding in PstoreMount.Check(setup))
        {
            found.Add(finding.Level == FindingLevel.Warning
                ? new Finding("blk-not-mounted", FindingLevel.Problem, "Nothing is recorded until pstore is mounted", "pstore_blk writes nothing to its device before the pstore file system was mounted once in a boot: a crash before that is lost", finding.Fixes)
                : finding);
        }

        if (setup.Block?.Store is { IsHeld: true } && setup.Machine.KernelLogText.AsSpan().IndexOf("pstore_zone: recover failed"u8) >= 0)
        {
            found.Add(Finding.Problem("blk-recovery-failed", "pstore_blk records nothing in this boot", "the kernel log has \"pstore_zone: recover failed\": an oops came before the first mount. What the store had is still on the device; start again, and mount pstore before other drivers are loaded",
                Fix.Shell("mount -t pstore pstore /sys/fs/pstore")));
        }

        return found;
    }
}
