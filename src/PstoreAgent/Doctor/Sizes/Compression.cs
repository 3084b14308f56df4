using System.Text;
using Pstore;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>
/// Whether dumps are packed (fs/pstore/platform.c, allocate_buf_for_compression): before 4.6 by zlib always, to 4.16 by what was built, to 6.5 by what
/// pstore.compress names of what was built, from 6.6 on by deflate whatever it names but "none".
/// </summary>
internal static class Compression
{
    private const string Argument = "pstore.compress", File = "/sys/module/pstore/parameters/compress", Off = "none", Nothing = "(null)", Usual = "deflate";
    private const string Option = "CONFIG_PSTORE_COMPRESS", Default = "CONFIG_PSTORE_COMPRESS_DEFAULT", Deflate = "CONFIG_PSTORE_DEFLATE_COMPRESS";

    private static readonly string[] s_names = [Usual, "zlib", "lzo", "lz4", "lz4hc", "842", "zstd"];
    private static readonly string[] s_options = ["DEFLATE", "ZLIB", "LZO", "LZ4", "LZ4HC", "842", "ZSTD"];

    /// <summary>Null where that can't be told.</summary>
    public static bool? IsOn(Setup setup)
    {
        if (HasLogged(setup)) return true;
        if (Chosen(setup) is Off or Nothing) return false;
        if (setup.Has(KernelChanges.LzoAndLz4) == false) return setup.Has(KernelChanges.CompressedDmesg);
        bool byName = setup.Has(KernelChanges.CryptoCompression) != false && setup.Has(KernelChanges.RawDeflateOnly) != true;
        if (setup.Machine.ConfigOrigin == null)
        {
            // Without the option the parameter is shown as null; a name that somebody gives need not be one that was built.
            return setup.Machine.Word(File) != null && (!byName || setup.Machine.Argument(Argument) == null) ? true : null;
        }

        bool any = Has(setup, Option) || Array.Exists(s_names, name => IsBuilt(setup, name));
        if (!any || !byName || (Chosen(setup) ?? setup.Machine.ConfigText(Default)) is not { } named) return any;
        return Array.IndexOf(s_names, named) >= 0 && IsBuilt(setup, named);
    }

    public static IEnumerable<Finding> Check(Setup setup)
    {
        yield return IsOn(setup) switch
        {
            true => Finding.Ok("compression", $"dumps are packed{(Chosen(setup) is { } name and not Nothing ? $" ({name})" : "")}"),
            null => Finding.Unknown("compression", "whether dumps are packed"),
            _ => Finding.Warning("compression-off", "Dumps are not packed", $"a record holds about half of the text that it could ({Cause(setup)})", Fixes(setup)),
        };
    }

    private static string Cause(Setup setup) =>
        Chosen(setup) is { } name and not Nothing ? $"{Argument}={name}{(name == Off ? "" : ", which is not built into the kernel")}" : KernelOptions.Origin(setup);

    private static Fix[] Fixes(Setup setup)
    {
        string built = Array.Find(s_names, name => Has(setup, OptionOf(name))) ?? Usual;
        bool lacks = setup.Machine.ConfigOrigin != null && !Has(setup, OptionOf(built)) && (setup.Has(KernelChanges.RawDeflateOnly) != true || !Has(setup, Option));
        var fixes = new List<Fix>();
        if (lacks) fixes.Add(Fix.Config(Option + "=y"));
        if (lacks && setup.Has(KernelChanges.RawDeflateOnly) != true) fixes.Add(Fix.Config(Deflate + "=y"));
        if (setup.Machine.Argument(Argument) != null || !lacks) fixes.Add(Fix.Argument($"{Argument}={built}"));
        else if (setup.Machine.ConfigText(Default) is { } named && named != built) fixes.Add(Fix.Config($"{Default}=\"{built}\""));
        return [.. fixes];
    }

    private static bool IsBuilt(Setup setup, string name) => Has(setup, OptionOf(name));

    private static string OptionOf(string name) => $"CONFIG_PSTORE_{s_options[Array.IndexOf(s_names, name)]}_COMPRESS";

    private static bool Has(Setup setup, string option) => setup.Machine.ConfigOption(option) is ConfigValue.Yes or ConfigValue.Module;

    private static bool HasLogged(Setup setup) =>
        setup.HasMachine && setup.Machine.KernelLogText.AsSpan().IndexOf(Encoding.ASCII.GetBytes("sing crash dump compression: ")) >= 0;

    private static string? Chosen(Setup setup) => setup.Machine.Word(File) ?? setup.Machine.Argument(Argument);
}
