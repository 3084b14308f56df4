using Pstore.Compression;
using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>What is to be said of one dump.</summary>
internal static class DumpDiagnostics
{
    public static void Note(AttachedZone zone, Dump dump, List<Diagnostic> diagnostics)
    {
        (string name, int offset) = (zone.Zone.Name, zone.Zone.DataOffset + dump.At);
        if (dump.Swallowed)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.FirstByteSwallowed, Severity.Warning,
                "the kernel takes the first packed byte for white space and can't unpack the rest; here it was put back", name, offset));
        }

        if (dump.Packing.IsWhole) return;
        bool fillsZone = zone.HasRecord && zone.Header.Size == (uint)zone.Zone.DataSize && dump.Packing.Status == DecodeStatus.Truncated;
        diagnostics.Add(
            dump.Packing.Kind == CompressionKind.None
                ? new Diagnostic(DiagnosticId.CompressedUnreadable, Severity.Error, "the packed dump could not be unpacked by any known format; its bytes are kept as they are", name, offset)
            : fillsZone
                ? new Diagnostic(DiagnosticId.RecordCut, Severity.Warning, $"the writer cut the packed dump at the end of its zone; {dump.Text.Length} bytes of text were unpacked", name, offset)
                : new Diagnostic(DiagnosticId.CompressedDamaged, Severity.Warning, $"the {dump.Packing.Kind.Name()} stream breaks at byte {dump.Packing.BrokeAt} of {dump.Packing.PackedSize}; {dump.Text.Length} bytes of text were unpacked", name, offset));
    }
}
