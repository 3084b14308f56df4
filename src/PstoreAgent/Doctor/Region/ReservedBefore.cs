using System.Globalization;
using System.Text;
using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor.Region;

/// <summary>
/// Whether the region was reserved before its node is read: no-map is refused then (drivers/of/fdt.c, early_init_dt_reserve_memory, from 5.12 on and
/// in stable branches of it), and the region stays in System RAM.
/// </summary>
internal static class ReservedBefore
{
    private const string Id = "node-reserved-before";
    private const int RuleMajor = 5, RuleMinor = 10;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (Find(setup) is not { } cause) yield break;
        yield return Finding.Warning(Id, "The kernel does not heed no-map of the node", $"{cause.Evidence}: the region is reserved already, and stays in System RAM", cause.Fix is { } fix ? [fix] : [])
            .Advising(cause.Fix == null ? "take away what reserves the memory earlier: /memreserve/ of the tree, which a boot loader may add, or the initrd" : null);
    }

    /// <summary>Whether no-map is not heeded.</summary>
    public static bool Is(Setup setup) => Find(setup) != null;

    private static Cause? Find(Setup setup)
    {
        if (setup is not { IsByTree: true, Node: { } node, Region: { Address: { } address, MemSize: > 0 and { } size } } || !node.Has("no-map")) return null;
        if (Logged(setup, node) is { } line) return new Cause($"the kernel log has \"{line}\"", null);
        if (setup.HasMachine || (setup.Kernel is { } kernel && (kernel.Major < RuleMajor || (kernel.Major == RuleMajor && kernel.Minor < RuleMinor)))) return null;
        if (Reservation.Early(setup, address, size) is not { } early) return null;
        string words = string.Create(CultureInfo.InvariantCulture, $"/memreserve/ 0x{early.Address:x} 0x{early.Size:x};");
        return new Cause(words, new Fix(FixPlace.DeviceTree, words, FixKind.Remove, ""));
    }

    private static string? Logged(Setup setup, IDeviceTreeNode node)
    {
        if (!setup.HasMachine) return null;
        foreach (string line in Encoding.Latin1.GetString(setup.Machine.KernelLogText).Split('\n'))
        {
            int at = line.IndexOf("failed to reserve memory for node", StringComparison.Ordinal);
            if (at >= 0 && line.Contains(node.Name, StringComparison.Ordinal)) return line[at..];
        }

        return null;
    }

    private sealed record Cause(string Evidence, Fix? Fix);
}
