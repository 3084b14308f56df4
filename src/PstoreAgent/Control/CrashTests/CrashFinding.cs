using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Text;

namespace PstoreAgent.Control.CrashTests;

/// <summary>What became of one kind of record in a test.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="State">whole, damaged, missing, or - where none was expected.</param>
/// <param name="Record">The record with the mark; null where none has it.</param>
/// <param name="Remark">More in a few words, or empty.</param>
internal sealed record CrashFinding(ZoneKind Kind, string State, RecoveredRecord? Record, string Remark)
{
    public const string Whole = "whole", Damaged = "damaged", Missing = "missing", NotExpected = "-";

    /// <summary>Looks for each kind of record of a test.</summary>
    public static List<CrashFinding> Find(RecoveredRegion region, CrashMark mark)
    {
        byte[] nonce = System.Text.Encoding.ASCII.GetBytes(mark.Nonce);
        return [.. ((ZoneKind[])[ZoneKind.Dmesg, ZoneKind.Console, ZoneKind.Pmsg, ZoneKind.Ftrace]).Select(kind => Of(kind, region, mark, nonce))];
    }

    private static CrashFinding Of(ZoneKind kind, RecoveredRegion region, CrashMark mark, byte[] nonce)
    {
        bool expected = mark.Expected.Contains(kind);

        // A trace has no text to mark.
        RecoveredRecord? record = region.Records
            .Where(record => record.Kind == kind && (kind == ZoneKind.Ftrace ? expected && !record.Content.IsEmpty : record.Content.Span.IndexOf(nonce) >= 0))
            .OrderBy(Badness).ThenByDescending(record => record.IsShownByKernel).FirstOrDefault();
        if (record == null) return new CrashFinding(kind, expected ? Missing : NotExpected, null, expected ? "" : "not expected of this test");

        // A packed dump has no sum: damage may also show by what is missing behind the mark.
        if (Badness(record) == 0 && kind == ZoneKind.Dmesg && mark.Kind != CrashKind.Hang && CrashReport.Find(record.Content.Span, 0) == null)
            return new CrashFinding(kind, Damaged, record, "the crash itself is not in it");
        return new CrashFinding(kind, Badness(record) == 0 ? Whole : Damaged, record, RemarkOn(record));
    }

    private static int Badness(RecoveredRecord record) =>
        (record.Packing.IsWhole ? 0 : 1) + (record.Ecc.BadBlocks > 0 ? 1 : 0) + (record.Origin is RecordOrigin.Live or RecordOrigin.BehindScanEnd ? 0 : 1);

    private static string RemarkOn(RecoveredRecord record)
    {
        if (record.Kind == ZoneKind.Ftrace && record.Trace is { } trace) return $"{record.Content.Length / trace.EntrySize} calls";
        if (!record.Packing.IsWhole) return "the compressed text is cut";
        if (record.Ecc.BadBlocks > 0) return $"{record.Ecc.BadBlocks} blocks beyond repair";
        if (record.Origin is not (RecordOrigin.Live or RecordOrigin.BehindScanEnd)) return record.Origin.Name();
        return record.Ecc.CorrectedBytes > 0 ? $"{record.Ecc.CorrectedBytes} bytes corrected" : "";
    }
}
