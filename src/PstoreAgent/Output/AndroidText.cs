using System.Text;
using Pstore.Records;

namespace PstoreAgent.Output;

/// <summary>Prints Android's log records as logcat does in its threadtime format; free text between them as it is.</summary>
internal static class AndroidText
{
    public static void Write(ReadOnlySpan<byte> log, StandardOutput output)
    {
        int from = 0;
        while (AndroidLog.TryFindNext(log, from, out int at, out AndroidLogEntry entry, out int length))
        {
            WriteFree(log[from..at], output);
            string time = entry.Time.ToString().Replace('T', ' ').TrimEnd('Z');
            string tag = TerminalText.OneLine(log[entry.Tag]);
            string message = entry.IsBinary ? $"{log[entry.Message].Length} bytes: {Convert.ToHexStringLower(log[entry.Message])}" : Encoding.UTF8.GetString(log[entry.Message]);
            foreach (string line in message.TrimEnd('\n').Split('\n'))
                output.Line($"{time} {entry.LogName,-6} {entry.Uid,5} {entry.Pid,5} {entry.Tid,5} {entry.PriorityLetter} {tag,-8}: {TerminalText.OneLine(line)}");
            from = at + length;
        }

        WriteFree(log[from..], output);
    }

    private static void WriteFree(ReadOnlySpan<byte> bytes, StandardOutput output)
    {
        if (bytes.IsEmpty) return;
        PmsgText.Write(bytes, output);
    }
}
