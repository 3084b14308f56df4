namespace PstoreAgent.Doctor.Block;

/// <summary>
/// What a device records at all. Without best_effort pstore_blk takes no block device by itself; with it, it can't write while the kernel
/// panics, because block devices need interrupts and other CPUs for that. mtdpstore can where the flash's driver has a way of its own
/// (mtd_panic_write): NAND and OneNAND have, of NOR only chips with AMD's commands.
/// </summary>
internal static class BlockRecording
{
    private const string Best = "pstore_blk.best_effort=Y", Nor = "nor";

    private const string ToRam = "keep ramoops for panics, or name flash as the device, which mtdpstore may write then too";
    private const string NoRam = "panics need ramoops, for which a region of memory has to be reserved, or as the device flash whose driver can write while the kernel panics";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        var found = new List<Finding>();
        if (setup.Block is not { Store: { } store } block) return found;
        if (block.IsFlash)
        {
            found.Add(block.FlashKind switch
            {
                null => Finding.Unknown("blk-panics", "whether the flash can be written while the kernel panics"),
                Nor => Finding.Warning("blk-nor-panics", "Panics are perhaps not recorded", "NOR flash with Intel's commands, and SPI NOR, have no way to be written while the kernel panics, whatever the kernel log says of panic_write; to know, crash it by hand once: echo c >/proc/sysrq-trigger"),
                _ => Finding.Ok("blk-panics", $"{block.FlashKind} flash can be written while the kernel panics"),
            });
            return found;
        }

        if (store.BestEffort == false)
        {
            found.Add(Finding.Problem("blk-best-effort", "pstore_blk takes no block device", "pstore_blk.best_effort is not set, and without it the kernel waits for a driver that can write while it panics, which no block device's has: nothing is recorded",
                Fix.Argument(Best)));
            return found;
        }

        if (store.BestEffort == null) found.Add(Finding.Unknown("blk-best-effort", "whether pstore_blk.best_effort is set, without which it takes no block device"));
        bool always = PanicsOnOops(setup);

        // Without a region the kernel would have no backend at all.
        Fix[] ways = setup.HasRegion ? [SetupLines.Generate(null), Fix.Argument("pstore.backend=ramoops")] : [SetupLines.Generate(null)];
        found.Add(Finding.Warning("blk-no-panic", "Panics are not recorded, oopses are",
            $"a block device without panic_write is not written while the kernel panics{(always ? "; kernel.panic_on_oops is set, and so oopses are lost with it" : "")}. There is one backend at a time: {(setup.HasRegion ? ToRam : NoRam)}",
            always ? [Fix.Sysctl("kernel.panic_on_oops = 0"), .. ways] : ways));
        return found;
    }

    private static bool PanicsOnOops(Setup setup) =>
        setup.Machine.Word("/proc/sys/kernel/panic_on_oops") is { } now ? now == "1"
        : setup.Machine.Argument("oops") == "panic" || setup.Machine.ConfigText("CONFIG_PANIC_ON_OOPS") == "y";
}
