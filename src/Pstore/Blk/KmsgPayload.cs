using Pstore.Compression;
using Pstore.Recovery;
using Pstore.Text;

namespace Pstore.Blk;

/// <summary>Reads what stands behind the header of a dump.</summary>
/// <param name="budget">Bytes that may still be unpacked.</param>
internal sealed class KmsgPayload(UnpackBudget budget)
{
    private static readonly KmsgContent s_nothing = new(default, 0, default, IsNothing: true);

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">Its bytes; up to the zone's end where its own end is not known.</param>
    /// <param name="header">The header in front of it.</param>
    /// <param name="zoneSize">Bytes of the zone.</param>
    /// <param name="endKnown">Whether the payload ends with the bytes.</param>
    public KmsgContent Read(ReadOnlyMemory<byte> payload, KmsgHeader header, int zoneSize, bool endKnown) =>
        header.Compressed ? ReadPacked(payload, zoneSize, endKnown) : ReadPlain(payload, header, endKnown);

    /// <summary>The content of a dump that is not packed, as the kernel shows it.</summary>
    public static byte[] WithTotalLine(KmsgHeader header, ReadOnlySpan<byte> payload)
    {
        byte[] line = Ascii.Bytes(header.TotalLine), text = new byte[line.Length + payload.Length];
        line.CopyTo(text, 0);
        payload.CopyTo(text.AsSpan(line.Length));
        return text;
    }

    private static KmsgContent ReadPlain(ReadOnlyMemory<byte> payload, KmsgHeader header, bool endKnown)
    {
        if (!endKnown) payload = payload[..PrintableText.PrefixLength(payload.Span)];
        return !endKnown && payload.IsEmpty
            ? s_nothing
            : new KmsgContent(WithTotalLine(header, payload.Span), payload.Length, PackingInfo.Plain(payload.Length), IsNothing: false);
    }

    private KmsgContent ReadPacked(ReadOnlyMemory<byte> payload, int zoneSize, bool endKnown)
    {
        Unpacker.Unpacked unpacked = Unpacker.Unpack(payload.Span, budget.LimitFor(zoneSize));
        if (!endKnown && unpacked.Result.Status != DecodeStatus.Complete)
        {
            // Not every format has an end of its own, but the kernel fills the zone behind it with zeros.
            ReadOnlySpan<byte> trimmed = payload.Span.TrimEnd((byte)0);
            Unpacker.Unpacked other = Unpacker.Unpack(trimmed, budget.LimitFor(zoneSize));
            if (other.Text != null && (unpacked.Text == null || other.Result.Status == DecodeStatus.Complete)) unpacked = other;
        }

        if (unpacked.Text == null)
        {
            return endKnown && !payload.IsEmpty
                ? new KmsgContent(payload, payload.Length, new PackingInfo(CompressionKind.None, payload.Length, DecodeStatus.Corrupt, 0), IsNothing: false)
                : s_nothing;
        }

        budget.Use(unpacked.Text.Length);
        bool isWhole = unpacked.Result.Status == DecodeStatus.Complete;
        int length = isWhole || !endKnown ? unpacked.Result.Consumed : payload.Length;
        var packing = new PackingInfo(unpacked.Kind, length, unpacked.Result.Status, isWhole ? null : unpacked.Result.Consumed);
        return new KmsgContent(unpacked.Text, length, packing, IsNothing: false);
    }
}
