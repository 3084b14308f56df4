using System.Globalization;
using System.Text;
using Pstore.Ram;
using Pstore.Recovery;

namespace PstoreAgent.Archive;

/// <summary>Digests by which the index knows records: the first 32 hex digits of a SHA-256.</summary>
internal static class RecordDigest
{
    public const int Digits = 32;

    /// <summary>Of a record's kind and unredacted content, the same whether memory or the kernel's file system was read.</summary>
    public static string OfContent(RecoveredRecord record) => Of(record.Kind.Name(), RecordIdentity.Of(record).Span);

    /// <summary>Of the time of a dump, which stays where its content is cut. Null without a time.</summary>
    public static string? OfTime(RecoveredRecord record) => record is { Kind: ZoneKind.Dmesg, Time: { } time } && time != default
        ? Of("dmesg-time", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}.{time.Nanoseconds:D9}")))
        : null;

    /// <summary>Of the fact that the boot before the one with this id lost its memory.</summary>
    public static string OfPowerLoss(string bootId) => Of("power-loss", Encoding.UTF8.GetBytes(bootId));

    private static string Of(string kind, ReadOnlySpan<byte> content)
    {
        var hash = new Sha256();
        hash.Append(Encoding.ASCII.GetBytes(kind + ":"));
        hash.Append(content);
        Span<byte> digest = stackalloc byte[Sha256.DigestLength];
        hash.Finish(digest);
        return Convert.ToHexStringLower(digest[..(Digits / 2)]);
    }
}
