using System.Globalization;
using Pstore.Retention;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>The result of a retention test for people.</summary>
internal static class RetentionReport
{
    private const int MostPages = 16;

    public static void Write(RetentionResult result, ulong? address, bool sameBoot, StandardOutput output)
    {
        output.Line($"Retention  {Words(result)}");
        if (result.Note is not { } note) return;
        if (sameBoot) output.Line("Reset      none: the pattern was written in this boot");
        output.Line($"Slots      {note.SlotCount} filled{(result.SlotsTaken > 0 ? $", {result.SlotsTaken} taken by records since, still there or cleared" : "")}");
        string share = result.Written == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100.0 * result.Intact / result.Written:0.####} %)");
        output.Line($"Intact     {result.Intact} of {result.Written} bytes{share}");
        output.Line($"Flipped    {result.OneToZero} bits 1 to 0, {result.ZeroToOne} bits 0 to 1");
        if (result.LostRangeCount == 0) return;
        output.Line();
        output.Line($"{"Damaged at",18} {"Bytes",10}");
        foreach ((long offset, long length) in result.LostRanges) output.Line($"{Place(address, offset),18} {length,10}");
        if (result.LostRangeCount > result.LostRanges.Count) output.Line($"{$"... {result.LostRangeCount - result.LostRanges.Count} more",18}");
        output.Line();
        output.Line($"{"Page",18} {"Bytes",10} {"Damaged",10} {"1 to 0",10} {"0 to 1",10}");
        foreach (RetentionPage page in result.Pages.Take(MostPages))
            output.Line($"{Place(address, page.Offset),18} {page.Written,10} {page.Written - page.Intact,10} {page.OneToZero,10} {page.ZeroToOne,10}");
        if (result.Pages.Count > MostPages) output.Line($"{$"... {result.Pages.Count - MostPages} more",18}");
    }

    private static string Words(RetentionResult result) => result.Conclusion switch
    {
        RetentionConclusion.Kept => "kept: every bit is as it was written",
        RetentionConclusion.Decayed => "decayed: single bits have flipped, as in RAM that was not refreshed for a while; ECC repairs a few",
        RetentionConclusion.Retrained => "retrained: whole lines were overwritten, as by memory training or by firmware that uses a part of it",
        RetentionConclusion.Wiped => "wiped: the free slots are of one value; something clears this RAM at a reset",
        _ when result.Note != null => "unknown: records have taken all slots of the pattern",
        _ when result.IsOneValue => "unknown: there is no pattern, and the free slots are of one value; if it was armed before the reset, they were wiped: add --armed",
        _ => "unknown: there is no pattern; the power was off, something else wrote there, or it was never armed",
    };

    private static string Place(ulong? address, long offset) => $"0x{(address ?? 0) + (ulong)offset:x}";
}
