using System.Globalization;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Block;

/// <summary>The number of a device.</summary>
/// <param name="Major">12 bits.</param>
/// <param name="Minor">20 bits.</param>
internal readonly record struct DeviceNumber(uint Major, uint Minor)
{
    private const uint MostMajor = 0xFFF, MostMinor = 0xFFFFF;

    public static DeviceNumber Of(DeviceStatus status) => new(status.Major, status.Minor);

    /// <summary>"179:3", or "179:3:0:" as the kernel takes it too (block/early-lookup.c, devt_from_devnum).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DeviceNumber number)
    {
        number = default;
        int colon = text.IndexOf(':');
        if (colon <= 0) return false;
        ReadOnlySpan<char> minor = text[(colon + 1)..];
        int second = minor.IndexOf(':');
        if (second >= 0)
        {
            ReadOnlySpan<char> offset = minor[(second + 1)..];
            if (offset.Length < 2 || offset[^1] != ':' || !TryDecimal(offset[..^1], uint.MaxValue, out _)) return false;
            minor = minor[..second];
        }

        if (!TryDecimal(text[..colon], MostMajor, out uint first) || !TryDecimal(minor, MostMinor, out uint last)) return false;
        number = new DeviceNumber(first, last);
        return true;
    }

    /// <summary>"b302": bits 8 to 19 are the major, the others the minor (include/linux/kdev_t.h, new_decode_dev).</summary>
    public static bool TryHex(ReadOnlySpan<char> text, out DeviceNumber number)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        bool parsed = uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code);
        number = new DeviceNumber((code >> 8) & MostMajor, (code & 0xFF) | ((code >> 12) & 0xFFF00));
        return parsed;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}:{Minor}");

    private static bool TryDecimal(ReadOnlySpan<char> text, uint most, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;
}
