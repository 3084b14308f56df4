using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>The log of a ring by its header, also where the kernel doesn't believe that.</summary>
internal static class ZoneLog
{
    /// <summary>The log of a valid zone, or of one of which only the signature is wrong.</summary>
    public static bool TryGet(AttachedZone zone, RecordCollector records, out ReadOnlyMemory<byte> log, out RecordOrigin origin)
    {
        log = zone.Log();
        origin = RecordOrigin.Live;
        if (zone.HasRecord) return true;
        if (zone.State != ZoneState.BadSignature || zone.Header.Size == 0 || !zone.Header.Fits(zone.Zone.DataSize)) return false;
        zone.RepairAll();
        log = RingSpans.Unroll(zone.Data, (int)zone.Header.Start, (int)zone.Header.Size);
        int flipped = zone.FlippedSignatureBits;
        if (flipped > Limits.MaxFlippedSignatureBits || zone.Format.IsOfSomeKind(zone.Header.Signature))
        {
            // Counters that frame a text, or a dump, are believed without a signature.
            origin = RecordOrigin.HeaderLost;
            return DmesgHeader.TryParse(log.Span, signedSeconds: true, out _) || Text.PrintableText.PrefixLength(log.Span) == log.Length;
        }

        origin = RecordOrigin.SignatureFlipped;
        NoteFlipped(zone, records);
        return true;
    }

    public static void NoteFlipped(AttachedZone zone, RecordCollector records) => records.Note(
        zone, DiagnosticId.SignatureFlipped, Severity.Warning, $"{zone.FlippedSignatureBits} bits of the signature are flipped; the kernel throws the record away");
}
