using Pstore;
using Pstore.Blk;
using Pstore.Ram;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Block;

/// <summary>
/// Reads of a store the zones in use and no more: it may be larger than what a board can keep in memory, and what was on
/// the device before is nobody's business.
/// </summary>
/// <param name="file">The device or image.</param>
/// <param name="name">The same for people.</param>
/// <param name="offset">Where the store begins in it.</param>
/// <param name="total">Bytes of the store.</param>
/// <param name="bad">Erase blocks that are bad.</param>
internal sealed class BlockReader(FileDescriptor file, string name, long offset, long total, IReadOnlyList<BlkBadRange> bad)
{
    // So little is looked through in no time, to see whether what the machine says of it is right.
    private const long SmallStore = 16L << 20;

    private readonly List<BlkBadRange> _bad = [.. bad];

    private IReadOnlyList<BlkHit>? _hits;

    /// <summary>Looks for headers everywhere; once, however often it is asked.</summary>
    public IReadOnlyList<BlkHit> Scan() => _hits ??= ScanAll();

    private IReadOnlyList<BlkHit> ScanAll()
    {
        var scan = new BlkScan(total);
        byte[] chunk = new byte[(int)Math.Min(total, AgentLimits.Chunk + BlkScan.Overlap)];
        for (long at = 0; at < total; at += AgentLimits.Chunk)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, total - at));
            int count = Read(part, at);
            if (count > 0) scan.Add(part[..count], at);
        }

        return scan.Hits;
    }

    /// <summary>Reads the zones in use; with <paramref name="whole"/> everything.</summary>
    /// <param name="said">What the user says of the sizes: it stands.</param>
    /// <param name="expected">What the machine says of them: headers may contradict it.</param>
    /// <param name="whole">Whether the snapshot is to be a copy of the store.</param>
    public BlockInput Read(KnownBlkParameters said, KnownBlkParameters expected, bool whole)
    {
        KnownBlkParameters both = said.Or(expected);
        IReadOnlyList<BlkHit> hits = both.IsComplete ? ScanZones(both) : [];
        if (said.IsComplete || (hits.Count > 0 && total > SmallStore)) return Read(both, hits, whole);
        hits = Scan();
        NoteStart(hits);
        BlkProbeResult free = BlkProbe.Find(hits, total, WithTotal(said));
        if (Explained(free, hits) <= Explained(BlkProbe.Find(hits, total, WithTotal(both)), hits)) return Read(both, hits, whole);
        BlockInput input = Read(said, hits, whole);
        var note = new Diagnostic(DiagnosticId.ExpectationContradicted, Severity.Warning, "the zone headers contradict the sizes that the machine names for the device; the headers were followed");
        return input with { Probe = input.Probe with { Diagnostics = [note, .. input.Probe.Diagnostics] } };
    }

    /// <summary>Reads the zones in use of what was scanned.</summary>
    public BlockInput Read(KnownBlkParameters known, IReadOnlyList<BlkHit> hits, bool whole)
    {
        known = WithTotal(known);
        BlkProbeResult probe = BlkProbe.Find(hits, total, known);
        var buffer = new NativeBuffer((int)total);
        if (whole) ReadAll(buffer.GetSpan());
        else if (probe.Layout is { } layout) ReadZones(buffer.GetSpan(), layout, probe.BigEndian);
        var snapshot = new Snapshot(buffer.Memory, name, total, offset) { Format = ZoneFormat.Blk };
        return new BlockInput(snapshot, probe, known, _bad);
    }

    /// <summary>The zone of messages is the first of a store: where it lies further on, so does the store.</summary>
    private void NoteStart(IReadOnlyList<BlkHit> hits)
    {
        foreach (BlkHit hit in hits)
        {
            if (hit.Kind != ZoneKind.Pmsg || !hit.HasSignature) continue;
            if (hit.Offset > 0) Log.Warning($"{name}: a store seems to begin at byte {offset + hit.Offset}: read the partition there, or an image with --offset {offset + hit.Offset}");
            return;
        }
    }

    private KnownBlkParameters WithTotal(KnownBlkParameters known) => known with { TotalSize = known.TotalSize ?? total };

    private static int Explained(BlkProbeResult probe, IReadOnlyList<BlkHit> hits)
    {
        int count = 0;
        foreach (BlkHit hit in hits)
            if (probe.Layout?.Zones.Any(zone => zone.Offset == hit.Offset && zone.Kind == hit.Kind) == true) count++;
        return count;
    }

    /// <summary>With the sizes known, headers are where they must be.</summary>
    private IReadOnlyList<BlkHit> ScanZones(KnownBlkParameters known)
    {
        var scan = new BlkScan(total);
        if (BlkLayout.Compute(known.ToParameters(total)).Layout is not { } layout) return [];
        Span<byte> header = stackalloc byte[BlkZones.StartSize];
        foreach (Zone zone in layout.Zones)
        {
            int count = Read(header, zone.Offset);
            if (count > 0) scan.Add(header[..count], zone.Offset);
        }

        return scan.Hits;
    }

    private void ReadZones(Span<byte> buffer, BlkLayout layout, bool bigEndian)
    {
        Span<byte> header = stackalloc byte[BlkZones.StartSize];
        foreach (Zone zone in layout.Zones)
        {
            if (zone.End > buffer.Length) continue;
            header.Clear();
            int count = Read(header[..Math.Min(BlkZones.StartSize, zone.Size)], zone.Offset);
            if (count > 0 && BlkZones.IsInUse(header, zone, bigEndian)) _ = Read(buffer.Slice(zone.Offset, zone.Size), zone.Offset);
        }
    }

    /// <summary>A copy; chunks of zeros are not written, so that they cost no memory.</summary>
    private void ReadAll(Span<byte> buffer)
    {
        byte[] chunk = new byte[Math.Min(buffer.Length, AgentLimits.Chunk)];
        for (int at = 0; at < buffer.Length; at += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, Math.Min(chunk.Length, buffer.Length - at));
            part = part[..Read(part, at)];
            if (part.IndexOfAnyExcept((byte)0) >= 0) part.CopyTo(buffer[at..]);
        }
    }

    /// <summary>Reads as much as there is. What the device refuses is noted, and no reason to lose the rest.</summary>
    private int Read(Span<byte> part, long at)
    {
        int done = 0;
        while (done < part.Length)
        {
            int count = file.Read(part[done..], offset + at + done, out int errno);
            if (count < 0)
            {
                Log.Warning($"{name}: reading at byte {offset + at + done}: {Errno.Text(errno)}; zones there are passed over");
                _bad.Add(new BlkBadRange(at + done, part.Length - done));
                break;
            }

            if (count == 0) break;
            done += count;
        }

        return done;
    }
}
