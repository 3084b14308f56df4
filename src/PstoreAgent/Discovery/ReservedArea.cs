namespace PstoreAgent.Discovery;

/// <summary>Memory that the kernel command line sets aside.</summary>
/// <param name="Words">The parameter as written.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Address">Physical address; null where the kernel chooses it (reserve_mem=).</param>
/// <param name="Name">The name that reserve_mem= gives it.</param>
internal sealed record ReservedArea(string Words, long Size, ulong? Address, string? Name)
{
    /// <summary>"memmap=nn$ss,…" (arch/x86/kernel/e820.c, parse_memmap_one): every part with "$".</summary>
    public static IEnumerable<ReservedArea> OfMemmap(string value)
    {
        foreach (string part in value.Split(','))
        {
            ReadOnlySpan<char> rest = part;
            if (KernelNumber.TakeSize(ref rest, out ulong size) && rest.StartsWith("$") && TakeRest(rest[1..], out ulong address) && IsSize(size))
                yield return new ReservedArea($"memmap={part}", (long)size, address, null);
        }
    }

    /// <summary>"reserve_mem=SIZE:ALIGN:NAME" (mm/memblock.c, reserve_mem, from 6.11 on).</summary>
    public static ReservedArea? OfReserveMem(string value)
    {
        ReadOnlySpan<char> rest = value;
        if (!KernelNumber.TakeSize(ref rest, out ulong size) || !rest.StartsWith(":") || !IsSize(size)) return null;
        rest = rest[1..];
        if (!KernelNumber.TakeSize(ref rest, out _) || !rest.StartsWith(":") || rest.Length == 1) return null;
        return new ReservedArea($"reserve_mem={value}", (long)size, null, rest[1..].ToString());
    }

    private static bool TakeRest(ReadOnlySpan<char> text, out ulong value) => KernelNumber.TakeSize(ref text, out value) && text.IsEmpty;

    private static bool IsSize(ulong size) => size is > 0 and <= long.MaxValue;
}
