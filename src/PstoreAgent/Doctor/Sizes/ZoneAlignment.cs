using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>
/// Whether zones that begin at odd addresses meet a mapping that allows none: mem_type 1 ("unbuffered") is Device memory on Arm, where an
/// unaligned access faults (fs/pstore/ram_core.c, persistent_ram_vmap).
/// </summary>
internal static class ZoneAlignment
{
    private const int Word = 4, Uncached = 1;
    private const string Unbuffered = "unbuffered", MemType = "mem-type";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Layout is not { } layout || setup.Machine.ConfigOption("CONFIG_X86") == ConfigValue.Yes) yield break;
        if (MemoryType(setup) != Uncached)
        {
            yield return Finding.Ok("zone-alignment", "the kernel maps the region so that zones may begin anywhere");
            yield break;
        }

        Zone? odd = layout.Zones.FirstOrDefault(zone => zone.Offset % Word != 0);
        yield return odd == null
            ? Finding.Ok("zone-alignment", "all zones begin at whole words, as mem_type 1 needs it")
            : Finding.Problem("zone-alignment", "The kernel maps the region as Device memory, and zones begin within words",
                $"{odd.Name} begins at offset 0x{odd.Offset:x}: on Arm the driver faults when it reads that header (mem_type 1)", Buffered(setup));
    }

    // mem-type counts before unbuffered, where the kernel heeds it.
    private static long? MemoryType(Setup setup)
    {
        if (setup is { IsByTree: true, Node: { } node })
            return HeedsType(setup, node) ? node.Cell(MemType) : node.Has(Unbuffered) ? Uncached : 0;
        return new ModuleParameters(setup.Machine.Root).Int("mem_type") ?? new RamoopsArguments(KernelCommandLine.Parse(setup.Machine.CommandLine ?? "")).Int("mem_type");
    }

    private static bool HeedsType(Setup setup, IDeviceTreeNode node) => node.Has(MemType) && setup.Has(KernelChanges.MemTypeProperty) != false;

    private static Fix[] Buffered(Setup setup)
    {
        if (setup is not { IsByTree: true, Node: { } node }) return [Fix.Argument("ramoops.mem_type=0")];
        return HeedsType(setup, node) ? [Fix.Tree($"{MemType} = <0>;")] : [Fix.Drop(Unbuffered)];
    }
}
