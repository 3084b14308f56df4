using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;
using Pstore.Text;

namespace PstoreAgent.Control.CrashTests;

/// <summary>What became of one kind of record in a test.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="State">whole, damaged, missing, no mark where there is a record of that boot without it, or - where none was expected.</param>
/// <param name="Record">The record with the mark; null where none has it.</param>
/// <param name="Remark">More in a few words, or empty.</param>
internal sealed record CrashFinding(ZoneKind Kind, string State, RecoveredRecord? Record, string Remark)
{
    public const string Whole = "whole", Damaged = "damaged", Missing = "missing", Unmarked = "no mark", NotExpected = "-";

    /// <summary>Looks for each kind of record of a test.</summary>
    public static List<CrashFinding> Find(RecoveredRegion region, CrashMark mark)
    {
        byte[] nonce = System.Text.Encoding.ASCII.GetBytes(mark.Nonce);
        BootRelation boot = region.Records.Where(record => record.Content.Span.IndexOf(nonce) >= 0).OrderBy(record => record.Kind != ZoneKind.Pmsg).First().Boot;
        return [.. ((ZoneKind[])[ZoneKind.Dmesg, ZoneKind.Console, ZoneKind.Pmsg, ZoneKind.Ftrace]).Select(kind => Of(kind, region, mark, nonce, boot))];
    }

    private static CrashFinding Of(ZoneKind kind, RecoveredRegion region, CrashMark mark, byte[] nonce, BootRelation boot)
    {
        bool expected = mark.Expected.Contains(kind);
        if (kind == ZoneKind.Ftrace) return OfTrace(expected, region, boot);
        RecoveredRecord? record = region.Records
            .Where(record => record.Kind == kind && record.Content.Span.IndexOf(nonce) >= 0)
            .OrderBy(Badness).ThenByDescending(record => record.IsShownByKernel).FirstOrDefault();
        if (record == null && expected && kind == ZoneKind.Console && region.Records.FirstOrDefault(other => other.Kind == kind && other.Boot == boot && other.IsShownByKernel) is { } unmarked)
            return new CrashFinding(kind, Unmarked, unmarked, "without the mark: printed messages begin at a lower level (kernel.printk), or it was written over");
        if (record == null) return new CrashFinding(kind, expected ? Missing : NotExpected, null, expected ? "" : "not expected of this test");

        // A packed dump has no sum: damage may also show by what is missing behind the mark.
        if (Badness(record) == 0 && kind == ZoneKind.Dmesg && mark.Kind != CrashKind.Hang && CrashReport.Find(record.Content.Span, 0) == null)
            return new CrashFinding(kind, Damaged, record, "the crash itself is not in it");
        return new CrashFinding(kind, Badness(record) == 0 ? Whole : Damaged, record, RemarkOn(record));
    }

    /// <summary>A trace has no text to mark: it must be of the boot that has the mark, and look like one.</summary>
    private static CrashFinding OfTrace(bool expected, RecoveredRegion region, BootRelation boot)
    {
        const int half = 32;
        if (!expected) return new CrashFinding(ZoneKind.Ftrace, NotExpected, null, "not expected of this test");
        RecoveredRecord? record = region.Records
            .Where(record => record.Kind == ZoneKind.Ftrace && !record.Content.IsEmpty && (record.Boot == boot || record.Boot == BootRelation.Unknown || boot == BootRelation.Unknown))
            .OrderBy(Badness).ThenByDescending(record => record.IsShownByKernel).FirstOrDefault();
        if (record == null) return new CrashFinding(ZoneKind.Ftrace, Missing, null, "");
        bool isTrace = record.Trace is not { } trace || FtraceFormatProbe.Score([record.Content], trace) >= half;
        return new CrashFinding(ZoneKind.Ftrace, isTrace && Badness(record) == 0 ? Whole : Damaged, record, isTrace ? RemarkOn(record) : "what is in it is no trace");
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
