namespace Pstore.Symbols;

/// <summary>Which symbols kallsyms leaves out, and which of several at one address it prefers (scripts/kallsyms.c).</summary>
internal static class KallsymsNames
{
    private static readonly byte[][] s_prefixes = Bytes(
        "$", ".L", "__crc_", "__efistub_", "__kvm_nvhe_$", "__kvm_nvhe_.L", "__pi_$", "__pi_.L", "__kcfi_typeid_",
        "__AArch64ADRPThunk_", "__ARMV5PILongThunk_", "__ARMV7PILongThunk_", "__ThumbV7PILongThunk_", "__LA25Thunk_", "__microLA25Thunk_");

    private static readonly byte[][] s_suffixes = Bytes("_from_arm", "_from_thumb", "_veneer");

    /// <summary>Mapping symbols, thunks, undefined and debugging symbols, checksums.</summary>
    public static bool IsLeftOut(char type, ReadOnlySpan<byte> name)
    {
        if (type is 'U' or 'N' or 'n' or '?') return true;
        foreach (byte[] prefix in s_prefixes)
            if (name.StartsWith(prefix)) return true;
        foreach (byte[] suffix in s_suffixes)
            if (name.EndsWith(suffix)) return true;
        return false;
    }

    /// <summary>Lower is preferred: not weak, not made by the linker script, few leading underscores.</summary>
    public static int Rank(char type, ReadOnlySpan<byte> name)
    {
        int underscores = name.IndexOfAnyExcept((byte)'_');
        if (underscores < 0) underscores = name.Length;
        return (type is 'w' or 'W' ? 1 << 21 : 0) + (MayBeLinkerScript(name) ? 1 << 20 : 0) + Math.Min(underscores, (1 << 20) - 1);
    }

    private static bool MayBeLinkerScript(ReadOnlySpan<byte> name) =>
        name.Length >= 8
        && name.StartsWith("__"u8)
        && (name[2..].StartsWith("start_"u8) || name[2..].StartsWith("stop_"u8) || name[2..].StartsWith("end_"u8)
            || name.EndsWith("_start"u8) || name.EndsWith("_end"u8));

    private static byte[][] Bytes(params string[] texts) => Array.ConvertAll(texts, Text.Ascii.Bytes);
}
