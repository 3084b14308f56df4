using System.Text;

namespace Pstore.Text;

/// <summary>What a kernel log says of its crash: headline, cause, call trace, and the lines before.</summary>
/// <param name="Headline">The panic line, or the line of the fault where nothing panicked.</param>
/// <param name="Cause">The line of the fault that led to the panic, or null.</param>
/// <param name="Where">The line that names CPU, process and kernel, or null.</param>
/// <param name="CallTrace">Frames of the last call trace, innermost first.</param>
/// <param name="Before">The last lines before the crash, as logged, without level prefixes.</param>
public sealed record CrashReport(string Headline, string? Cause, string? Where, IReadOnlyList<string> CallTrace, IReadOnlyList<string> Before)
{
    private const string Panic = "Kernel panic - not syncing";

    // The first line of a report.
    private static readonly string[] s_faults =
    [
        "Unable to handle kernel", "BUG: unable to handle", "kernel BUG at", "BUG: kernel NULL pointer", "general protection fault",
        "soft lockup", "hard LOCKUP", "rcu: INFO:", "INFO: rcu", "blocked for more than", "Trigger a crash", "Unhandled fault",
        "double fault", "stack-protector:", "BUG: ", "Unhandled prefetch abort", "SError Interrupt",
    ];

    // A later line of the same report; counts where the first is lost.
    private static readonly string[] s_details = ["Internal error:", "Oops"];

    /// <summary>Looks for a crash in the text of a dump or of the console. Null where there is none.</summary>
    /// <param name="text">The log.</param>
    /// <param name="tail">How many lines before the crash to give.</param>
    public static CrashReport? Find(ReadOnlySpan<byte> text, int tail)
    {
        LogLine[] lines = Split(text);
        int panic = FindLast(lines, lines.Length, line => line.Contains(Panic, StringComparison.Ordinal));
        int fault = FindFault(lines, panic < 0 ? lines.Length : panic);
        if (panic >= 0 && fault >= 0 && !BelongTogether(lines, fault, panic)) fault = -1;
        if (panic < 0 && fault < 0) return null;

        int start = fault >= 0 ? fault : panic;
        int where = Array.FindIndex(lines, start, line => line.Text.StartsWith("CPU: ", StringComparison.Ordinal));
        return new CrashReport(
            lines[panic >= 0 ? panic : fault].Text,
            panic >= 0 && fault >= 0 ? lines[fault].Text : null,
            where < 0 ? null : lines[where].Text.TrimEnd(),
            Trace(lines, start),
            lines[Math.Max(0, start - tail)..start].Select(Printed).ToArray());
    }

    private static int FindFault(LogLine[] lines, int end)
    {
        int fault = FindLast(lines, end, line => s_faults.Any(word => line.Contains(word, StringComparison.Ordinal)));
        return fault >= 0 ? fault : FindLast(lines, end, line => s_details.Any(word => line.StartsWith(word, StringComparison.Ordinal)));
    }

    private static int FindLast(LogLine[] lines, int end, Predicate<string> matches)
    {
        for (int i = end - 1; i >= 0; i--)
            if (matches(lines[i].Text)) return i;
        return -1;
    }

    /// <summary>An older fault that the machine survived is not the cause of a later panic: then its report was closed long before.</summary>
    private static bool BelongTogether(LogLine[] lines, int fault, int panic)
    {
        const int mostLinesBehindReport = 4;
        for (int i = fault; i < panic; i++)
            if (lines[i].Text.StartsWith("---[ end trace", StringComparison.Ordinal)) return panic - i <= mostLinesBehindReport;
        return true;
    }

    private static List<string> Trace(LogLine[] lines, int start)
    {
        int head = Array.FindIndex(lines, start, line => line.Text.TrimEnd() is "Call trace:" or "Call Trace:" or "Backtrace:");
        var frames = new List<string>();
        if (head < 0) return frames;
        foreach (LogLine line in lines[(head + 1)..])
        {
            string frame = line.Text.Trim();
            if (frame is "<TASK>" or "<IRQ>" or "</IRQ>") continue;
            if (!frame.Contains("+0x", StringComparison.Ordinal)) break;
            frames.Add(frame);
        }

        return frames;
    }

    private static string Printed(LogLine line) => line.Seconds.Length == 0 ? line.Text : $"[{line.Seconds,12}] {line.Text}";

    private static LogLine[] Split(ReadOnlySpan<byte> text)
    {
        if (DumpText.TryParse(text, out _, out _, out _, out int first)) text = text[first..];
        return Array.ConvertAll(Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries), LogLine.Parse);
    }
}
