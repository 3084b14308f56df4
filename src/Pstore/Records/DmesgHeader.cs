namespace Pstore.Records;

/// <summary>
/// The line that ramoops puts before a dump (ramoops_write_kmsg_hdr, ramoops_read_kmsg_hdr in fs/pstore/ram.c).
/// <code>
/// 3.5–3.11   ====sec.usec\n
/// 3.12–4.17  ====sec.usec-C\n     C: compressed, D: plain
/// ≥ 4.18     ====sec.uuuuuu-C\n   microseconds padded to six digits
/// </code>
/// The fraction is a whole number of microseconds, padded or not.
/// </summary>
/// <param name="Seconds">Seconds since 1970.</param>
/// <param name="Fraction">The number behind the dot.</param>
/// <param name="Compressed">Whether the payload is compressed.</param>
/// <param name="Length">Bytes up to the payload; white space behind the line is swallowed, as the kernel does.</param>
/// <param name="LineLength">Bytes of the line itself, up to and with its newline; equal to <paramref name="Length"/> when nothing was swallowed.</param>
public readonly record struct DmesgHeader(long Seconds, ulong Fraction, bool Compressed, int Length, int LineLength)
{
    /// <summary>The mark at the front, "====".</summary>
    public static ReadOnlySpan<byte> Mark => "===="u8;

    /// <summary>The time, with the fraction taken for the microseconds that it is.</summary>
    public RecordTime Time => RecordTime.Carry(Seconds, unchecked(Fraction * 1000));

    /// <summary>
    /// Reads a header exactly as the kernel's sscanf accepts it: blanks before numbers, any byte after the dash,
    /// any run of white space behind. The end of the bytes counts as a NUL.
    /// </summary>
    /// <param name="log">The record, oldest byte first.</param>
    /// <param name="signedSeconds">Whether "-5" is a number (≥ 4.18).</param>
    /// <param name="header">What was read.</param>
    public static bool TryParse(ReadOnlySpan<byte> log, bool signedSeconds, out DmesgHeader header)
    {
        header = default;
        if (!log.StartsWith(Mark)) return false;
        int at = Mark.Length;
        if (!TakeNumber(log, ref at, signedSeconds, out ulong seconds)) return false;
        if (at >= log.Length || log[at] != '.') return false;
        at++;
        if (!TakeNumber(log, ref at, false, out ulong fraction)) return false;

        bool compressed = false;
        if (at + 1 < log.Length && log[at] == '-' && log[at + 1] != 0)
        {
            compressed = log[at + 1] == 'C';
            at += 2;
        }

        int end = SkipWhiteSpace(log, at);
        int line = at < log.Length && log[at] == '\n' ? at + 1 : end;
        header = new DmesgHeader((long)seconds, fraction, compressed, end, line);
        return true;
    }

    /// <summary>White space as the kernel's ctype has it: 09–0D, 20 and A0.</summary>
    private static int SkipWhiteSpace(ReadOnlySpan<byte> log, int at)
    {
        while (at < log.Length && log[at] is (>= 9 and <= 13) or 0x20 or 0xA0) at++;
        return at;
    }

    private static bool TakeNumber(ReadOnlySpan<byte> log, ref int at, bool signed, out ulong value)
    {
        value = 0;
        int p = SkipWhiteSpace(log, at);
        bool negative = signed && p < log.Length && log[p] == '-';
        if (negative) p++;
        int first = p;
        for (; p < log.Length && log[p] is >= (byte)'0' and <= (byte)'9'; p++)
            value = unchecked((value * 10) + (ulong)(log[p] - '0'));
        if (p == first) return false;
        if (negative) value = unchecked(0 - value);
        at = p;
        return true;
    }
}
