using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Driver;

/// <summary>Who has pstore: it takes one backend, the first that comes (fs/pstore/platform.c, pstore_register).</summary>
internal static class BackendOwner
{
    private const string Wanted = "ramoops", Choice = "pstore.backend=ramoops";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        Machine machine = setup.Machine;
        if (machine.Argument("pstore.backend") is { } named && named != Wanted)
        {
            yield return Finding.Problem("backend-choice", $"The kernel command line gives pstore to {named}", $"pstore.backend={named}: ramoops is refused", Fix.Argument(Choice));
            yield break;
        }

        if (machine.PstoreBackend is { } owner)
        {
            yield return owner == Wanted
                ? Finding.Ok("backend", "pstore belongs to ramoops")
                : Finding.Problem("backend-taken", $"pstore belongs to {owner}", $"/sys/module/pstore/parameters/backend: it came first, and ramoops is refused{Loss(owner)}", Fix.Argument(Choice));
        }
        else
        {
            foreach (Finding finding in Rivals(setup)) yield return finding;
        }

        if (machine.Word("/sys/module/pstore_blk/parameters/blkdev") is { } device || (device = machine.Argument("pstore_blk.blkdev")) != null)
            yield return Finding.Warning("backend-blk", "pstore_blk is given a block device", "it competes with ramoops for pstore, and records no panic: a block device is not written then", Fix.WithoutArgument($"pstore_blk.blkdev={device}"));
        else if (KernelOptions.Value(setup, "CONFIG_PSTORE_BLK") is ConfigValue.Yes or ConfigValue.Module)
            yield return Finding.Ok("backend-blk", "CONFIG_PSTORE_BLK is given no block device, and leaves pstore to ramoops");
    }

    /// <summary>What may come first, by the configuration.</summary>
    private static IEnumerable<Finding> Rivals(Setup setup)
    {
        if (setup.Machine.Argument("pstore.backend") == Wanted)
        {
            yield return Finding.Ok("backend", Choice + " keeps others away");
            yield break;
        }

        bool efi = Has(setup, "CONFIG_EFI_VARS_PSTORE") && !Has(setup, "CONFIG_EFI_VARS_PSTORE_DEFAULT_DISABLE"), erst = Has(setup, "CONFIG_ACPI_APEI");
        if (efi || erst)
        {
            yield return Finding.Warning("backend-rival", "Another backend may take pstore first", $"the kernel has {(efi ? "CONFIG_EFI_VARS_PSTORE" : "CONFIG_ACPI_APEI (ERST)")}; where firmware offers it, it comes before ramoops",
                Fix.Argument(Choice));
        }
        else
        {
            yield return setup.Machine.ConfigOrigin == null ? Finding.Unknown("backend", "which backend has pstore") : Finding.Ok("backend", "the kernel has no other backend of the platform");
        }
    }

    private static string Loss(string owner) => owner.Contains("blk", StringComparison.Ordinal) ? "; pstore_blk records no panic" : "";

    private static bool Has(Setup setup, string option) => setup.Machine.ConfigOption(option) is ConfigValue.Yes or ConfigValue.Module;
}
