using Pstore.Ram;
using Pstore.Recovery;

namespace Pstore.Blk;

/// <summary>Dumps of pstore_zone: one in a zone, behind a binary header.</summary>
/// <param name="records">Where they go.</param>
/// <param name="usual">The layout of that header in this store.</param>
/// <param name="bigEndian">Byte order.</param>
internal sealed class KmsgDumps(RecordCollector records, KmsgHeaderLayout usual, bool bigEndian) : IDumpRecovery
{
    private readonly KmsgPayload _payload = new(records.Budget);

    public void Recover(AttachedZone zone)
    {
        if (!KmsgHeader.HasMagic(zone.Data.Span, bigEndian))
        {
            RecoverWithoutMagic(zone);
            return;
        }

        KmsgHeaderLayout layout = LayoutOf(zone) ?? usual;
        RecordOrigin origin = OriginOf(zone, layout);
        if (origin == RecordOrigin.SignatureFlipped) ZoneLog.NoteFlipped(zone, records);
        if (zone.HasRecord && !IsFramed(zone, layout) && KmsgHeader.Read(zone.Data.Span, layout, bigEndian).Compressed) EndScan(zone);
        if (Read(zone, layout, origin) is { } record) records.Add(record);
        if (origin == RecordOrigin.HeaderLost) NoteLost(zone);
        if (IsFramed(zone, layout) && origin != RecordOrigin.HeaderLost) records.AddStale(zone, (int)zone.Header.Size);
    }

    private static RecordOrigin OriginOf(AttachedZone zone, KmsgHeaderLayout layout)
    {
        bool isNearlySigned = zone.FlippedSignatureBits <= Limits.MaxFlippedSignatureBits && (zone.FlippedSignatureBits == 0 || !zone.Format.IsOfSomeKind(zone.Header.Signature));
        if (isNearlySigned && zone.Header.Size == 0) return RecordOrigin.Cleared;
        if (!isNearlySigned || !IsFramed(zone, layout)) return RecordOrigin.HeaderLost;
        return zone.HasRecord ? RecordOrigin.Live : RecordOrigin.SignatureFlipped;
    }

    /// <summary>The dump behind a header that has its magic number.</summary>
    private RecoveredRecord? Read(AttachedZone zone, KmsgHeaderLayout layout, RecordOrigin origin)
    {
        KmsgHeader header = KmsgHeader.Read(zone.Data.Span, layout, bigEndian);
        bool isFramed = IsFramed(zone, layout);
        ReadOnlyMemory<byte> payload = zone.Data[layout.Size..(isFramed ? (int)zone.Header.Size : zone.Zone.DataSize)];
        if (origin == RecordOrigin.Live && header.Compressed && payload.IsEmpty)
        {
            EndScan(zone);
            return null;
        }

        bool endKnown = isFramed && origin is RecordOrigin.Live or RecordOrigin.SignatureFlipped;
        KmsgContent content = _payload.Read(payload, header, zone.Zone.Size, endKnown);
        if (content.IsNothing) return null;
        PackingDiagnostics.Note(zone, layout.Size, content.Packing, content.Text.Length, records.Diagnostics);
        return RecordCollector.Record(zone, content.Text, zone.Data[..(layout.Size + content.Length)], 0, origin) with
        {
            Time = header.Time,
            Count = header.Count,
            Packing = content.Packing,
        };
    }

    /// <summary>The kernel passes such a zone over. A length that frames a text, or other fields that fit, are believed.</summary>
    private void RecoverWithoutMagic(AttachedZone zone)
    {
        KmsgHeaderLayout layout = LayoutOf(zone) ?? usual;
        if (zone.State == ZoneState.Empty || !IsFramed(zone, layout))
        {
            // Nearly a signature and nothing else that fits: some other bytes.
            if (zone.FlippedSignatureBits == 0) records.AddStale(zone, 0);
            return;
        }

        RecoveredRecord? record = LayoutOf(zone) != null ? Read(zone, layout, RecordOrigin.HeaderLost) : null;
        ReadOnlyMemory<byte> text = zone.Data[layout.Size..(int)zone.Header.Size];
        if (record == null && !text.IsEmpty && Text.PrintableText.PrefixLength(text.Span) == text.Length)
            record = RecordCollector.Record(zone, text, text, layout.Size, RecordOrigin.HeaderLost);
        if (record != null) records.Add(record);
        else if (zone.FlippedSignatureBits == 0) records.AddStale(zone, 0);
        if (zone.HasRecord) NoteLost(zone);
    }

    /// <summary>Whether the length in the zone's header can be that of a dump.</summary>
    private static bool IsFramed(AttachedZone zone, KmsgHeaderLayout layout) =>
        zone.Header.Size >= (uint)layout.Size && zone.Header.Size <= (uint)zone.Zone.DataSize;

    /// <summary>The layout that these very bytes fit; the store's own where they fit several.</summary>
    private KmsgHeaderLayout? LayoutOf(AttachedZone zone)
    {
        ReadOnlySpan<byte> data = zone.Data.Span;
        if (KmsgHeader.IsPlausible(data, usual, bigEndian)) return usual;
        foreach (KmsgHeaderLayout layout in KmsgHeaderLayout.All)
            if (KmsgHeader.IsPlausible(data, layout, bigEndian)) return layout;
        return null;
    }

    private void EndScan(AttachedZone zone)
    {
        records.EndScan();
        records.Note(zone, DiagnosticId.ScanEndsHere, Severity.Warning, "a packed dump without a payload; the kernel stops here and shows no later record");
    }

    private void NoteLost(AttachedZone zone) => records.Note(
        zone, DiagnosticId.BadDumpHeader, Severity.Warning, "the dump's header is damaged; the kernel passes it over");
}
