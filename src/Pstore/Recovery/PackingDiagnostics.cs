using Pstore.Compression;
using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>What is to be said of a packed dump that did not come out whole.</summary>
internal static class PackingDiagnostics
{
    /// <param name="zone">The dump's zone.</param>
    /// <param name="at">Where in the zone's data the dump begins.</param>
    /// <param name="packing">How unpacking went.</param>
    /// <param name="length">Bytes of text that it gave.</param>
    /// <param name="diagnostics">Where it is said.</param>
    public static void Note(AttachedZone zone, int at, PackingInfo packing, int length, List<Diagnostic> diagnostics)
    {
        if (packing.IsWhole) return;
        (string name, int offset) = (zone.Zone.Name, zone.Zone.DataOffset + at);
        bool fillsZone = zone.HasRecord && zone.Header.Size == (uint)zone.Zone.DataSize && packing.Status == DecodeStatus.Truncated;
        diagnostics.Add(
            packing.Kind == CompressionKind.None
                ? new Diagnostic(DiagnosticId.CompressedUnreadable, Severity.Error, "the packed dump could not be unpacked by any known format; its bytes are kept as they are", name, offset)
            : fillsZone
                ? new Diagnostic(DiagnosticId.RecordCut, Severity.Warning, $"the writer cut the packed dump at the end of its zone; {length} bytes of text were unpacked", name, offset)
                : new Diagnostic(DiagnosticId.CompressedDamaged, Severity.Warning, $"the {packing.Kind.Name()} stream breaks at byte {packing.BrokeAt} of {packing.PackedSize}; {length} bytes of text were unpacked", name, offset));
    }
}
