namespace Pstore.Text;

/// <summary>Finds the kernel's version in what it logged: its banner at boot, or the line of an oops that names it.</summary>
public static class BannerText
{
    private const int LongestVersion = 64;

    /// <summary>
    /// The version that the last "Linux version" line names; else the one behind "tainted" or "Tainted: G …" in an oops.
    /// Distributions hide the real version behind their own ("6.1.0-50-arm64") and write it at the end of the banner: that one wins.
    /// </summary>
    public static bool TryFindKernel(ReadOnlySpan<byte> text, out KernelVersion version)
    {
        ReadOnlySpan<byte> mark = "Linux version "u8;
        int at = text.LastIndexOf(mark);
        if (at >= 0)
        {
            ReadOnlySpan<byte> line = Line(text[(at + mark.Length)..]);
            if (TryDebian(line, out version) || TryUbuntu(line, out version) || TryVersion(line, out version)) return true;
        }

        return TryFindInOops(text, out version);
    }

    /// <summary>"… #1 SMP Debian 6.1.176-1 (2026-01-01)".</summary>
    private static bool TryDebian(ReadOnlySpan<byte> line, out KernelVersion version)
    {
        ReadOnlySpan<byte> mark = " Debian "u8;
        int at = line.LastIndexOf(mark);
        version = default;
        return at >= 0 && TryVersion(line[(at + mark.Length)..], out version);
    }

    /// <summary>"… #46-Ubuntu SMP … (Ubuntu 5.4.0-42.46-generic 5.4.44)": the last word. "(Ubuntu 9.3.0-10ubuntu2)" is the compiler.</summary>
    private static bool TryUbuntu(ReadOnlySpan<byte> line, out KernelVersion version)
    {
        ReadOnlySpan<byte> mark = "(Ubuntu "u8;
        int at = line.LastIndexOf(mark);
        ReadOnlySpan<byte> words = at < 0 ? default : line[(at + mark.Length)..];
        int end = words.IndexOf((byte)')');
        words = end < 0 ? words : words[..end];
        int space = words.LastIndexOf((byte)' ');
        version = default;
        return space >= 0 && TryVersion(words[(space + 1)..], out version);
    }

    /// <summary>"CPU: 0 PID: 99 Comm: sh Not tainted 6.1.192 #1", or "Tainted: G   W   6.1.192 #1".</summary>
    private static bool TryFindInOops(ReadOnlySpan<byte> text, out KernelVersion version)
    {
        int at = text.LastIndexOf("ainted"u8);
        if (at >= 0)
        {
            ReadOnlySpan<byte> line = Line(text[at..]);
            int build = line.IndexOf(" #"u8);
            if (build > 0)
            {
                ReadOnlySpan<byte> before = line[..build];
                return TryVersion(before[(before.LastIndexOf((byte)' ') + 1)..], out version);
            }
        }

        version = default;
        return false;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }

    private static bool TryVersion(ReadOnlySpan<byte> text, out KernelVersion version)
    {
        Span<char> chars = stackalloc char[LongestVersion];
        int length = 0;
        foreach (byte symbol in text)
        {
            if (length == LongestVersion || symbol is not ((>= (byte)'0' and <= (byte)'9') or (byte)'.')) break;
            chars[length++] = (char)symbol;
        }

        return KernelVersion.TryParse(chars[..length], out version) && KernelVersion.TryFromCode(version.Code, out _);
    }
}
