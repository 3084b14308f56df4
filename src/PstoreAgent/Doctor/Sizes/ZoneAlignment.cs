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
                $"{odd.Name} begins at offset 0x{odd.Offset:x}: on Arm the driver faults when it reads that header (mem_type 1)", setup.IsByTree ? Fix.Tree("/delete-property/ unbuffered;") : Fix.Argument("ramoops.mem_type=0"));
    }

    private static long? MemoryType(Setup setup)
    {
        if (setup is { IsByTree: true, Node: { } node })
            return node.Has("unbuffered") ? Uncached : setup.Has(Pstore.KernelChanges.MemTypeProperty) == false ? 0 : node.Cell("mem-type");
        return new ModuleParameters(setup.Machine.Root).Int("mem_type") ?? new RamoopsArguments(KernelCommandLine.Parse(setup.Machine.CommandLine ?? "")).Int("mem_type");
    }
}
