using Pstore;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Block;

/// <summary>Whether the kernel has the driver, and a device is named that it finds (fs/pstore/blk.c, drivers/mtd/mtdpstore.c).</summary>
internal static class BlockPresence
{
    private const string Option = "CONFIG_PSTORE_BLK", FlashOption = "CONFIG_MTD_PSTORE";

    // blkdev is an array of 80.
    private const int LongestName = 79;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        var found = new List<Finding>();
        if (setup.Block is not { } block) return found;
        if (setup.Has(KernelChanges.BlockStores) == false)
            found.Add(Finding.Problem("blk-old-kernel", "The kernel has no pstore_blk", $"it is there from 5.8 on, and this is {setup.Kernel}: ramoops is what it has", SetupLines.Generate(null)));
        found.Add(Driver(setup, Option));
        if (block.IsFlash) found.Add(Driver(setup, FlashOption));
        if (block.Store is not { } store)
        {
            found.Add(Finding.Problem("blk-no-device", "No device is named for pstore_blk", "pstore_blk.blkdev is missing, and without it nothing is recorded", Fix.Argument("pstore_blk.blkdev=/dev/… pstore_blk.best_effort=Y")));
            return found;
        }

        foreach (string refused in store.Refused)
            found.Add(Finding.Problem("blk-parameter-refused", "The kernel refuses a parameter", $"{refused} is no number as the kernel takes it here (KiB, no suffix): it keeps the default"));
        Name(setup, block, store.Device, found);
        if (block.Place is { } place) found.Add(Device(place));
        else found.Add(Finding.Unknown("blk-device", $"whether {store.Device} is there: no running machine"));
        return found;
    }

    private static Finding Driver(Setup setup, string option)
    {
        string id = option.ToLowerInvariant().Replace('_', '-');
        return KernelOptions.Value(setup, option) switch
        {
            ConfigValue.No => Finding.Problem(id, $"The kernel has no {option}", $"a device is named for it, and nothing is recorded there ({KernelOptions.Origin(setup)})", Fix.Config(option + "=y")),
            ConfigValue.Unknown => Finding.Unknown(id, $"whether the kernel has {option}"),
            ConfigValue.Module => Finding.Warning(id + "-module", $"{option} is a module", "crashes before it is loaded are not recorded", Fix.Config(option + "=y")),
            _ => Finding.Ok(id, option),
        };
    }

    private static void Name(Setup setup, BlockSetup block, string name, List<Finding> found)
    {
        if (name.Length > LongestName)
            found.Add(Finding.Problem("blk-name-long", "The kernel refuses the name of the device", $"it has {name.Length} characters; the kernel takes {LongestName}"));
        if (block.Place?.Flash is { } flash)
        {
            if (flash.Name != name && !PstoreAgent.Discovery.KernelNumber.TryInt(name, out _))
                found.Add(Finding.Problem("blk-mtd-name", $"mtdpstore does not know {name}", "it takes the number of an MTD device, or the name that /proc/mtd has in quotes", Fix.Argument($"pstore_blk.blkdev={flash.Index}")));
        }
        else if (!block.IsFlash && KernelOptions.Value(setup, Option) == ConfigValue.Module && setup.Has(KernelChanges.BlkDeviceByPath) != false && !name.StartsWith('/'))
        {
            found.Add(Finding.Problem("blk-module-name", $"pstore_blk does not find {name}", "as a module it opens a path; PARTUUID= and numbers are for the built-in one",
                block.Place?.Path is { } path ? [Fix.Argument($"pstore_blk.blkdev={path}"), Fix.Config(Option + "=y")] : [Fix.Config(Option + "=y")]));
        }
    }

    // The kernel needs no node: that one is missing keeps this program alone from reading.
    private static Finding Device(DevicePlace place)
    {
        if (place.Path is { } path) return Finding.Ok("blk-device", path == place.Named ? $"{path} is there" : $"{place.Named} is {path}");
        return place.Command is { } command
            ? Finding.Warning("blk-no-node", $"{place.Named} has no node", $"{place.Problem}: what is recorded can't be read from the device", Fix.Shell(command))
            : Finding.Problem("blk-device-missing", $"There is no {place.Named}", $"{place.Problem}: nothing is recorded", Fix.Shell("grep . /sys/class/block/*/dev /proc/mtd"));
    }
}
