using Pstore;
using PstoreAgent.Discovery;

namespace PstoreAgent.Sources;

/// <summary>Words for a region of this machine that is not found, or not to be had.</summary>
internal static class RegionProblems
{
    /// <summary>Nothing names a region: says where was looked, and what to do.</summary>
    public static AgentException NotFound(DiscoveryResult discovery)
    {
        // What was found but can't be used is the first thing to know.
        Diagnostic? hint = discovery.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity >= Severity.Warning);
        if (discovery.Machine.Rights.IsRoot == false)
            return new AgentException(ExitCode.Permission, $"no ramoops region found as an ordinary user: run it as root{Tail(hint)}");
        return new AgentException(ExitCode.Unavailable,
            $"no ramoops region: no driver is bound, and no device-tree node, kernel command line or kernel log names one{Tail(hint)}; "
            + "name it with --mem-address and --mem-size, or an image of it with --image FILE");
    }

    /// <summary>Nothing names a device with a block store.</summary>
    public static AgentException NoDevice() => new(ExitCode.Unavailable,
        "no device with pstore: neither the parameters of pstore_blk nor the kernel command line nor its configuration names one; name it with --blkdev, or an image of it with --image FILE");

    private static string Tail(Diagnostic? hint) => hint == null ? "" : $" ({hint.Message})";
}
