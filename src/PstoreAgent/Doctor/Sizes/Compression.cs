using Pstore;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>Whether dumps are packed.</summary>
internal static class Compression
{
    private static readonly string[] s_options = ["CONFIG_PSTORE_COMPRESS", "CONFIG_PSTORE_DEFLATE_COMPRESS", "CONFIG_PSTORE_ZLIB_COMPRESS", "CONFIG_PSTORE_LZO_COMPRESS",
        "CONFIG_PSTORE_LZ4_COMPRESS", "CONFIG_PSTORE_LZ4HC_COMPRESS", "CONFIG_PSTORE_842_COMPRESS", "CONFIG_PSTORE_ZSTD_COMPRESS"];

    /// <summary>Null where that can't be told.</summary>
    public static bool? IsOn(Setup setup)
    {
        if (Chosen(setup) == "none") return false;
        if (setup.Has(KernelChanges.LzoAndLz4) == false) return setup.Has(KernelChanges.CompressedDmesg);
        if (setup.Machine.ConfigOrigin == null) return null;
        return Array.Exists(s_options, option => setup.Machine.ConfigOption(option) is ConfigValue.Yes or ConfigValue.Module);
    }

    public static IEnumerable<Finding> Check(Setup setup)
    {
        yield return IsOn(setup) switch
        {
            true => Finding.Ok("compression", $"dumps are packed{(Chosen(setup) is { } name ? $" ({name})" : "")}"),
            null => Finding.Unknown("compression", "whether dumps are packed"),
            _ => Finding.Warning("compression-off", "Dumps are not packed", $"a record holds about half of the text that it could ({(Chosen(setup) == "none" ? "pstore.compress=none" : KernelOptions.Origin(setup))})",
                Chosen(setup) == "none" ? Fix.Argument("pstore.compress=deflate") : Fix.Config("CONFIG_PSTORE_COMPRESS=y")),
        };
    }

    private static string? Chosen(Setup setup) => setup.Machine.Word("/sys/module/pstore/parameters/compress") ?? setup.Machine.Argument("pstore.compress");
}
