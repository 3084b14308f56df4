using System.Globalization;
using Pstore.Text;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Control;

/// <summary>Whether the running kernel has recorded an oops, and so perhaps written a dump over one of an earlier boot.</summary>
internal static class OopsEvidence
{
    // Since 6.2, and in stable branches back to 5.10.
    private const string Counter = "/sys/kernel/oops_count";

    /// <summary>Null where neither the counter nor the whole log can be read.</summary>
    public static bool? InThisBoot(Machine machine)
    {
        if (machine.Root.TryReadText(Counter, DiscoveryLimits.Word, out string count) == ReadState.Read
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long oopses)) return oopses > 0;
        byte[] log = machine.KernelLogText;
        if (CrashReport.Find(log, 0) != null) return true;

        // Only a log that still has its first lines can say that there was none.
        return log.AsSpan().IndexOf("Linux version "u8) >= 0 ? false : null;
    }
}
