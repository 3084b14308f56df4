using System.Globalization;

namespace Pstore;

/// <summary>
/// A Linux kernel version, as the kernel packs it into LINUX_VERSION_CODE or as people write it.
/// </summary>
/// <param name="Major">First number, 3 to 9 in what this library accepts from memory.</param>
/// <param name="Minor">Second number ("patchlevel").</param>
/// <param name="Sublevel">Third number, or <see cref="NewestSublevel"/> for the newest release of the series.</param>
public readonly record struct KernelVersion(int Major, int Minor, int Sublevel) : IComparable<KernelVersion>
{
    /// <summary>Stands for "the newest sublevel of this series".</summary>
    public const int NewestSublevel = 0xFFFF;

    /// <summary>The newest kernel whose formats are known to this library.</summary>
    public static readonly KernelVersion NewestKnown = new(7, 3, NewestSublevel);

    /// <summary>Whether the sublevel stands for the newest release of the series.</summary>
    public bool IsSeries => Sublevel == NewestSublevel;

    /// <summary>LINUX_VERSION_CODE: major&lt;&lt;16 | minor&lt;&lt;8 | min(sublevel, 255) (the clamp is in kernels from 5.12 and their stable branches).</summary>
    public uint Code => ((uint)Major << 16) | ((uint)Minor << 8) | (uint)Math.Min(Sublevel, 255);

    /// <summary>Unpacks LINUX_VERSION_CODE.</summary>
    public static KernelVersion FromCode(uint code) => new((int)(code >> 16), (int)((code >> 8) & 0xFF), (int)(code & 0xFF));

    /// <summary>Unpacks LINUX_VERSION_CODE when it could be that of a kernel with pstore (3.5 and later, minor numbers below 64).</summary>
    public static bool TryFromCode(uint code, out KernelVersion version)
    {
        version = FromCode(code);
        return version.Major is >= 3 and <= 9 && version.Minor < 64 && (version.Major > 3 || version.Minor >= 5);
    }

    /// <summary>
    /// Reads "X.Y" or "X.Y.Z"; anything after the numbers ("-rc3", "-arm64", "+") is ignored.
    /// Without a third number it is the newest of its series.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out KernelVersion version)
    {
        version = default;
        text = text.Trim();
        if (!TakeNumber(ref text, out int major) || !TakeDot(ref text) || !TakeNumber(ref text, out int minor)) return false;
        int sublevel = NewestSublevel;
        if (text.Length > 1 && text[0] == '.' && char.IsAsciiDigit(text[1]))
        {
            text = text[1..];
            if (!TakeNumber(ref text, out sublevel)) return false;
        }

        if (text.Length > 0 && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '.')) return false;
        version = new KernelVersion(major, minor, sublevel);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => Key.CompareTo(other.Key);

    /// <summary>Whether both are of one X.Y series.</summary>
    public bool SameSeries(KernelVersion other) => Major == other.Major && Minor == other.Minor;

    /// <summary>Version order.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.Key < right.Key;

    /// <summary>Version order.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.Key > right.Key;

    /// <summary>Version order.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.Key <= right.Key;

    /// <summary>Version order.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.Key >= right.Key;

    /// <summary>"6.1.192", or "6.1.y" for the newest of a series.</summary>
    public override string ToString() => IsSeries
        ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.y")
        : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Sublevel}");

    private long Key => ((long)Major << 40) | ((long)Minor << 20) | (uint)Sublevel;

    private static bool TakeNumber(ref ReadOnlySpan<char> text, out int value)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        value = 0;
        if (digits is 0 or > 4) return false;
        value = int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        text = text[digits..];
        return true;
    }

    private static bool TakeDot(ref ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || text[0] != '.') return false;
        text = text[1..];
        return true;
    }
}
