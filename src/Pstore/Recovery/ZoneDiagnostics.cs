using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>What a zone's header and its ECC have to say.</summary>
internal static class ZoneDiagnostics
{
    public static void Note(AttachedZone zone, List<Diagnostic> diagnostics)
    {
        (DiagnosticId Id, Severity Severity, string Message)? finding = zone.State switch
        {
            ZoneState.OutsideImage => (DiagnosticId.ZoneOutsideImage, Severity.Warning, $"the zone ends at 0x{zone.Zone.End:x}, behind the end of the image"),
            ZoneState.SizeExceedsZone => (DiagnosticId.SizeExceedsZone, Severity.Warning, $"size 0x{zone.Header.Size:x} exceeds the data area of 0x{zone.Zone.DataSize:x}; the kernel throws the record away"),
            ZoneState.StartExceedsSize => (DiagnosticId.StartExceedsSize, Severity.Warning, $"start 0x{zone.Header.Start:x} exceeds size 0x{zone.Header.Size:x}; the kernel throws the record away"),
            ZoneState.StartWithoutSize => (DiagnosticId.StartWithoutSize, Severity.Note, $"size is 0 but start is 0x{zone.Header.Start:x}; kernels 5.0 to 6.5 may lose what they record there"),
            ZoneState.BadSignature when zone.Header.Signature != 0 || !zone.Header.IsEmpty => (DiagnosticId.BadSignature, Severity.Warning, $"signature 0x{zone.Header.Signature:x8} is not that of a zone"),
            _ => null,
        };
        if (finding is { } found) Add(found.Id, found.Severity, found.Message);
        if (zone.IsTorn)
        {
            Add(DiagnosticId.TornUpdate, Severity.Warning,
                $"start 0x{zone.Header.Start:x} is less than size 0x{zone.Header.Size:x} in a ring that is not full: an update was cut off; both readings are given");
        }

        if (zone.Ecc.CorrectedBytes > 0) Add(DiagnosticId.EccCorrected, Severity.Note, $"ECC corrected {zone.Ecc.CorrectedBytes} bytes");
        if (zone.Ecc.BadBlocks > 0) Add(DiagnosticId.EccUncorrectable, Severity.Warning, zone.Ecc.BadBlocks == 1 ? "1 block is beyond what ECC can repair" : $"{zone.Ecc.BadBlocks} blocks are beyond what ECC can repair");

        void Add(DiagnosticId id, Severity severity, string message) =>
            diagnostics.Add(new Diagnostic(id, severity, message, zone.Zone.Name, zone.Zone.Offset));
    }
}
