using System.Buffers;
using System.Globalization;
using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>The name of a file in pstorefs (fs/pstore/inode.c, pstore_mkfile): "dmesg-ramoops-0", "dmesg-efi_pstore-171234567801001.enc.z".</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Backend">Who kept it.</param>
/// <param name="Id">Its number.</param>
/// <param name="IsPacked">Whether the kernel could not unpack it.</param>
public readonly record struct PstoreFileName(ZoneKind Kind, string Backend, long Id, bool IsPacked)
{
    private const string PackedSuffix = ".enc.z";

    // As the kernel's backends are called: "ramoops", "efi_pstore", "pstore_blk".
    private static readonly SearchValues<char> s_backendLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>Takes a name apart. False for other record types (mce, powerpc-…) and for what is no such name.</summary>
    public static bool TryParse(string text, out PstoreFileName name)
    {
        name = default;
        bool packed = text.EndsWith(PackedSuffix, StringComparison.Ordinal);
        string rest = packed ? text[..^PackedSuffix.Length] : text;
        int dash = rest.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || KindOf(rest[..dash]) is not { } kind) return false;
        string backend = rest[(dash + 1)..];
        long id = 0;

        // Kernels before 3.19 give console and ftrace no number.
        int last = backend.LastIndexOf('-');
        if (last > 0 && long.TryParse(backend[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            // The kernel writes no leading zeros: with them two names would be of one record.
            if (backend[last + 1] == '0' && last + 2 < backend.Length) return false;
            backend = backend[..last];
        }

        if (backend.Length == 0 || backend.AsSpan().ContainsAnyExcept(s_backendLetters)) return false;
        name = new PstoreFileName(kind, backend, id, packed);
        return true;
    }

    private static ZoneKind? KindOf(string word)
    {
        foreach (ZoneKind kind in (ZoneKind[])[ZoneKind.Dmesg, ZoneKind.Console, ZoneKind.Pmsg, ZoneKind.Ftrace])
            if (kind.Name() == word) return kind;
        return null;
    }
}
