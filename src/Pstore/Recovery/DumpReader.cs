using Pstore.Compression;
using Pstore.Records;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>
/// Reads the dumps in a run of bytes. Kernels before 5.6 appended to a zone that still held a record,
/// and bytes behind a record may hold what is left of earlier ones.
/// </summary>
/// <param name="bytes">A log in writing order, or a data area.</param>
/// <param name="zoneSize">Bytes of the zone, which bound what a dump unpacks to.</param>
/// <param name="endKnown">Whether the bytes end with the last dump; in a cleared zone nothing says where a dump ends.</param>
/// <param name="budget">Bytes that may still be unpacked.</param>
internal sealed class DumpReader(ReadOnlyMemory<byte> bytes, int zoneSize, bool endKnown, UnpackBudget budget)
{
    /// <summary>The dump whose header line begins at <paramref name="at"/>. False when the kernel would see none there.</summary>
    public bool TryRead(int at, out Dump dump)
    {
        dump = default;
        if (!DmesgHeader.TryParse(bytes.Span[at..], signedSeconds: true, out DmesgHeader header)) return false;
        int next = DumpMarks.Find(bytes.Span, at + header.LineLength);
        int end = next < 0 ? bytes.Length : next;
        dump = header.Compressed ? ReadPacked(at, end, header) : ReadPlain(at, end, header);
        return true;
    }

    private Dump ReadPlain(int at, int end, DmesgHeader header)
    {
        // White space that the kernel swallows is no loss to a text.
        int from = Math.Min(at + header.Length, end);
        if (!endKnown) end = from + PrintableText.PrefixLength(bytes.Span[from..end]);
        return new Dump(at, end, header, bytes[from..end], PackingInfo.Plain(end - from), false);
    }

    private Dump ReadPacked(int at, int end, DmesgHeader header)
    {
        // The payload begins behind the line; the kernel takes a first byte like 0x0B or 0x20 for white space of the line.
        int line = at + header.LineLength, swallowed = at + header.Length;
        Unpacker.Unpacked best = default;
        int bestFrom = line;
        foreach (int from in line == swallowed ? [line] : (ReadOnlySpan<int>)[line, swallowed])
        {
            // What looks like the mark of a next dump may be part of a packed payload: then only the whole rest unpacks.
            foreach (int to in end == bytes.Length ? [end] : (ReadOnlySpan<int>)[end, bytes.Length])
            {
                if (from >= to) continue;
                Unpacker.Unpacked unpacked = Unpacker.Unpack(bytes.Span[from..to], budget.LimitFor(zoneSize));
                if (unpacked.Text == null) continue;
                if (unpacked.Result.Status == DecodeStatus.Complete) return Packed(at, from, to, header, unpacked, from < swallowed);
                if (to != end || unpacked.Text.Length <= (best.Text?.Length ?? 0)) continue;
                best = unpacked;
                bestFrom = from;
            }
        }

        if (best.Text != null) return Packed(at, bestFrom, end, header, best, bestFrom < swallowed);
        ReadOnlyMemory<byte> raw = bytes[Math.Min(line, end)..end];
        return new Dump(at, end, header, raw, new PackingInfo(CompressionKind.None, raw.Length, DecodeStatus.Corrupt, 0), false);
    }

    private Dump Packed(int at, int from, int to, DmesgHeader header, Unpacker.Unpacked unpacked, bool swallowed)
    {
        budget.Use(unpacked.Text!.Length);
        bool whole = unpacked.Result.Status == DecodeStatus.Complete;
        int size = whole || !endKnown ? unpacked.Result.Consumed : to - from;

        // An LZ4 block has no end of its own: behind a cleared one the decoder runs on into what follows.
        bool endUnknown = !endKnown && unpacked.Kind == CompressionKind.Lz4;
        var packing = new PackingInfo(unpacked.Kind, size, unpacked.Result.Status, whole || endUnknown ? null : unpacked.Result.Consumed);
        return new Dump(at, from + size, header, unpacked.Text, packing, swallowed);
    }
}
