using System.Globalization;
using Pstore.Blk;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Block;

/// <summary>The set-up of a board that is to record on a block device or on flash.</summary>
internal sealed class BlockSetup
{
    private const int Sector = 512;

    private BlockSetup(Setup setup, BlockCandidate? store)
    {
        Store = store;
        Asked = store == null ? [] : AskedSizes(setup.Machine, store);
        if (store == null || !setup.HasMachine) return;
        MachineRoot root = setup.Machine.Root;
        Place = BlockDevicePath.Resolve(store.Device, root);
        if (Place.Flash is { } flash) (Size, Geometry, FlashKind) = (flash.Size, GeometryOf(flash, root), setup.Machine.Word($"{Folder(flash)}/type"));
        else if (Place.Block is { } block && Number(root, $"/sys/class/block/{block.Name}/size") is { } sectors and < long.MaxValue / Sector) Size = sectors * Sector;
    }

    /// <summary>What names the device; null where pstore is given to pstore_blk, and no device to that.</summary>
    public BlockCandidate? Store { get; }

    /// <summary>The sizes as they were asked for, which the driver's parameters show rounded.</summary>
    public IReadOnlyList<BlockSize> Asked { get; }

    /// <summary>The device; null without a machine.</summary>
    public DevicePlace? Place { get; }

    /// <summary>Bytes of the device; null where that can't be told.</summary>
    public long? Size { get; }

    /// <summary>How the flash is written; null for a block device, and where that can't be told.</summary>
    public FlashGeometry? Geometry { get; }

    /// <summary>"nor", "nand", "mlc-nand", …; null for a block device, and where that can't be told.</summary>
    public string? FlashKind { get; }

    /// <summary>Whether the device is flash, which mtdpstore writes; where it isn't seen, by what it is called.</summary>
    public bool IsFlash => Place is { IsThere: true } ? Place.Flash != null : Store != null && IsNameOfFlash(Store.Device);

    /// <summary>The sizes with the device's; null where they are not all known.</summary>
    public BlkParameters? Parameters(Setup setup)
    {
        if (Store == null || Size is not { } size) return null;
        KnownBlkParameters known = Store.KnownOf(size, IsFlash);
        return known is { KmsgSize: { } kmsg, PmsgSize: { } pmsg, ConsoleSize: { } console, FtraceSize: { } ftrace }
            ? new BlkParameters(known.TotalSize ?? size, kmsg, pmsg, console, ftrace, setup.Cpus)
            : null;
    }

    /// <summary>
    /// The set-up; null for a board whose wish is ramoops: that is any on which nothing asks for a block store, and one that names a ramoops
    /// region and doesn't give pstore to pstore_blk.
    /// </summary>
    public static BlockSetup? Of(Setup setup, DiscoveryOptions options)
    {
        bool chosen = setup.Machine.Argument("pstore.backend") == BlockCandidate.Backend;
        if (setup.HasRegion && !chosen) return null;
        List<BlockCandidate> stores = BlockDiscovery.Find(options, setup.Machine);
        bool asked = chosen || new BlkArguments(KernelCommandLine.Parse(setup.Machine.CommandLine ?? "")).Any;
        return asked || stores.Count > 0 ? new BlockSetup(setup, stores.Count > 0 ? stores[0] : null) : null;
    }

    private static List<BlockSize> AskedSizes(Machine machine, BlockCandidate store)
    {
        var arguments = new BlkArguments(KernelCommandLine.Parse(machine.CommandLine ?? ""));
        var sizes = new List<BlockSize>();
        foreach (BlockSize size in store.Sizes)
            sizes.Add(arguments.Long(size.Name) is { } kib ? size with { Kib = kib, Origin = "the kernel command line" } : size);
        return sizes;
    }

    // Everything else that the kernel takes is a path, has a "=" or a ":", or is a number in hexadecimal.
    private static bool IsNameOfFlash(string name) =>
        name.AsSpan().IndexOfAny('/', '=', ':') < 0 && (KernelNumber.TryInt(name, out _) || !DeviceNumber.TryHex(name, out _));

    private static FlashGeometry? GeometryOf(MtdEntry flash, MachineRoot root)
    {
        return Number(root, $"{Folder(flash)}/writesize") is { } write and > 0 ? new FlashGeometry(flash.EraseSize, write) : null;
    }

    private static string Folder(MtdEntry flash) => string.Create(CultureInfo.InvariantCulture, $"/sys/class/mtd/mtd{flash.Index}");

    private static long? Number(MachineRoot root, string path) =>
        root.TryReadText(path, DiscoveryLimits.Word, out string text) == ReadState.Read && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
