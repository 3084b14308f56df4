using Pstore.Blk;
using Pstore.Ram;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Block;

/// <summary>Whether the kernel takes the sizes, what it makes of them, and what slots come of it (check_size, register_pstore_zone, psz_alloc_zones).</summary>
internal static class BlockSizesAccepted
{
    private const int FewSlots = 1, StepKib = 4, LeastKmsg = 4096;

    private static readonly FrontEnd[] s_frontEnds =
    [
        new("console", "CONFIG_PSTORE_CONSOLE", "what was printed before the crash, and of a hang all there is,"), new("pmsg", "CONFIG_PSTORE_PMSG", "what user space says"),
        new("ftrace", "CONFIG_PSTORE_FTRACE", "the function trace"),
    ];

    public static IEnumerable<Finding> Check(Setup setup)
    {
        var found = new List<Finding>();
        if (setup.Block is not { Store: { } store } block) return found;
        foreach (BlockSize size in block.Asked)
        {
            if (size.IsTakenAsGiven || (block.IsFlash && size.Name != "kmsg_size")) continue;
            found.Add(Finding.Warning("blk-size-rounded", $"{size.Name} is no multiple of {StepKib} KiB", $"the kernel makes 0x{size.Bytes:x} bytes of {size.Kib} KiB ({size.Origin})",
                Argument(size.Name, (size.Kib + StepKib - 1) / StepKib * StepKib)));
        }

        FrontEnds(setup, block, store, found);
        if (block.Parameters(setup) is not { } sizes) found.Add(Finding.Unknown("blk-sizes", block.Size == null ? "the size of the device" : "the sizes of the zones"));
        else Slots(block, sizes, found);
        return found;
    }

    private static void Slots(BlockSetup block, BlkParameters sizes, List<Finding> found)
    {
        BlkLayoutResult result = BlkLayout.Compute(sizes);
        if (result.Error is { } error)
        {
            found.Add(Finding.Problem("blk-sizes-refused", "pstore_blk refuses this device with these sizes", $"{error.Message}: nothing is recorded", IsDevices(sizes.TotalSize) ? [] : [Argument("kmsg_size", 64)]));
            return;
        }

        int slots = 0;
        foreach (Zone zone in result.Layout!.Zones)
            if (zone.Kind == ZoneKind.Dmesg) slots++;
        if (slots == 0)
            found.Add(Finding.Problem("no-record-zone", "There is no zone for dumps", $"of 0x{sizes.TotalSize:x} bytes the other zones leave no room for one of 0x{sizes.KmsgSize:x}: no panic and no oops is recorded", Argument("kmsg_size", 64)));
        else if (slots == FewSlots && sizes.KmsgSize > LeastKmsg)
            found.Add(Finding.Warning("few-slots", "There is one slot for dumps", "an oops and the panic that follows share it: the later one is kept", Argument("kmsg_size", Math.Max(StepKib, sizes.KmsgSize >> 11 & ~3L))));
        else
            found.Add(Finding.Ok("record-slots", $"{slots} {(slots == 1 ? "slot" : "slots")} for dumps of 0x{sizes.KmsgSize:x} bytes{(block.Size > sizes.TotalSize ? ", in the first 128 MiB of the device" : "")}"));
        if (block.Geometry is { } flash) found.Add(Flash(sizes, flash));
    }

    // No other sizes help then.
    private static bool IsDevices(long total) => total < LeastKmsg || total % LeastKmsg != 0;

    private static Finding Flash(BlkParameters sizes, FlashGeometry flash)
    {
        const string id = "blk-mtd-sizes";
        string? problem = sizes.TotalSize < sizes.KmsgSize * 2 ? "the device has room for one dump; mtdpstore wants two"
            : flash.EraseSize < sizes.KmsgSize ? $"kmsg_size is larger than an erase block of 0x{flash.EraseSize:x} bytes"
            : sizes.KmsgSize % flash.WriteSize != 0 ? $"kmsg_size is no multiple of the 0x{flash.WriteSize:x} bytes that are written at once" : null;
        return problem == null
            ? Finding.Ok(id, $"kmsg_size fits erase blocks of 0x{flash.EraseSize:x} bytes")
            : Finding.Problem(id, "mtdpstore refuses kmsg_size", $"{problem}: nothing is recorded", Argument("kmsg_size", Math.Max(StepKib, Math.Min(flash.EraseSize, sizes.TotalSize / 2) >> 10 & ~3L)));
    }

    // mtdpstore keeps dumps alone.
    private static void FrontEnds(Setup setup, BlockSetup block, BlockCandidate store, List<Finding> found)
    {
        if (block.IsFlash) return;
        foreach (FrontEnd end in s_frontEnds)
        {
            if (store.Size($"{end.Zone}_size") is not { } size) continue;
            ConfigValue value = KernelOptions.Value(setup, end.Option);
            if (size.Bytes == 0)
                found.Add(Finding.Warning($"{end.Zone}-missing", $"There is no {end.Zone} zone", $"{end.What} is not recorded: {end.Zone}_size is {size.Kib} ({size.Origin})", value == ConfigValue.No ? Fix.Config(end.Option + "=y") : Argument($"{end.Zone}_size", 64)));
            else if (value == ConfigValue.No)
                found.Add(Finding.Problem(end.Id, $"The kernel has no {end.Option}", $"the {end.Zone} zone of 0x{size.Bytes:x} bytes stays empty ({KernelOptions.Origin(setup)})", Fix.Config(end.Option + "=y")));
            else if (value != ConfigValue.Unknown)
                found.Add(Finding.Ok(end.Id, $"a {end.Zone} zone of 0x{size.Bytes:x} bytes, and {end.Option}"));
        }
    }

    private static Fix Argument(string name, long kib) => Fix.Argument($"{BlkArguments.Prefix}{name}={kib}");

    /// <param name="zone">Its kind.</param>
    /// <param name="option">Of the kernel.</param>
    /// <param name="what">Is recorded there.</param>
    private sealed class FrontEnd(string zone, string option, string what)
    {
        public string Zone { get; } = zone;

        public string Option { get; } = option;

        public string What { get; } = what;

        public string Id => Option.ToLowerInvariant().Replace('_', '-');
    }
}
