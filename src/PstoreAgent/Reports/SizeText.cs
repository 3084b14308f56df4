using System.Globalization;

namespace PstoreAgent.Reports;

/// <summary>Sizes and zone states for people.</summary>
internal static class SizeText
{
    /// <summary>"1 MiB", "32 KiB", "33722 bytes": a unit only where it is exact.</summary>
    public static string Of(long bytes) =>
        bytes > 0 && bytes % (1 << 30) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB")
        : bytes > 0 && bytes % (1 << 20) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB")
        : bytes > 0 && bytes % (1 << 10) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
}
