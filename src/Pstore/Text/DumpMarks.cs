using Pstore.Records;

namespace Pstore.Text;

/// <summary>Finds header lines of dumps inside other bytes.</summary>
public static class DumpMarks
{
    /// <summary>
    /// The next "====seconds.micros-C\n" or "-D\n" (or, before 3.12, without the letter) at or behind <paramref name="from"/>, or −1.
    /// Stricter than the kernel's own reading, since here nothing says that a header must be at this place.
    /// </summary>
    public static int Find(ReadOnlySpan<byte> bytes, int from)
    {
        while (from < bytes.Length)
        {
            int found = bytes[from..].IndexOf(DmesgHeader.Mark);
            if (found < 0) return -1;
            from += found;
            if (IsStrict(bytes[from..])) return from;
            from++;
        }

        return -1;
    }

    private static bool IsStrict(ReadOnlySpan<byte> bytes)
    {
        const int longest = 40;
        int end = bytes[..Math.Min(bytes.Length, longest)].IndexOf((byte)'\n');
        if (end < 0) return false;
        ReadOnlySpan<byte> number = bytes[DmesgHeader.Mark.Length..end];
        if (number.EndsWith("-C"u8) || number.EndsWith("-D"u8)) number = number[..^2];
        int dot = number.IndexOf((byte)'.');
        return dot > 0
            && dot < number.Length - 1
            && !number[..dot].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !number[(dot + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
