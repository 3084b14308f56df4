using Pstore.Records;

namespace PstoreAgent.Output;

/// <summary>Prints pmsg lines of this program in columns, free text between them as it is.</summary>
internal static class PmsgText
{
    /// <summary>Whether there is such a line.</summary>
    public static bool HasLines(ReadOnlySpan<byte> log)
    {
        while (!log.IsEmpty)
            if (PmsgLine.TryParse(PmsgLine.TakeFirst(ref log), out _)) return true;
        return false;
    }

    public static void Write(ReadOnlySpan<byte> log, StandardOutput output)
    {
        int timeWidth = 0, uptimeWidth = 0;
        for (ReadOnlySpan<byte> rest = log; !rest.IsEmpty;)
        {
            if (!PmsgLine.TryParse(PmsgLine.TakeFirst(ref rest), out PmsgLine line)) continue;
            timeWidth = Math.Max(timeWidth, line.TimeText.Length);
            uptimeWidth = Math.Max(uptimeWidth, line.UptimeText.Length);
        }

        while (!log.IsEmpty)
        {
            ReadOnlySpan<byte> text = PmsgLine.TakeFirst(ref log);
            if (!PmsgLine.TryParse(text, out PmsgLine line))
            {
                TerminalText.Write(text, output);
                output.Line();
                continue;
            }

            string time = TerminalText.OneLine(line.TimeText).PadRight(timeWidth), uptime = TerminalText.OneLine(line.UptimeText).PadLeft(uptimeWidth);
            output.Line($"{time} +{uptime} {TerminalText.OneLine(line.BootIdText)} {TerminalText.OneLine(line.Tag)}: {TerminalText.OneLine(line.Text)}");
        }
    }
}
