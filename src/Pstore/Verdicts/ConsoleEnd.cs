using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pstore.Text;

namespace Pstore.Verdicts;

/// <summary>
/// The last lines of a console. Before it restarts, halts or starts another kernel, the kernel says so, in its own
/// words (kernel/reboot.c, kernel/kexec_core.c; until 3.11 without "reboot: " and with a full stop).
/// </summary>
/// <param name="LastWord">The line in which the kernel says that it restarts, halts, powers off, or starts another kernel; null without one.</param>
/// <param name="Lockup">A line that says that a CPU hangs, or a watchdog was left running; null without one.</param>
internal sealed record ConsoleEnd(string? LastWord, string? Lockup)
{
    // The last word is followed by little: what drivers say as they are shut down, a message of the secure monitor.
    private const int LinesBehindWord = 16;

    // A report of a lockup has registers and a trace for each CPU.
    private const int LinesBehindLockup = 200;

    private const int MostLine = 512;

    private static readonly string[] s_prefixes = ["reboot: ", "kexec_core: ", "kexec: "];
    private static readonly string[] s_words = ["Restarting system", "Power down", "System halted", "Starting new kernel"];
    private static readonly string[] s_reporters = ["watchdog: ", "NMI watchdog: ", "BUG: ", "Watchdog detected "];
    private static readonly string[] s_lockups = ["watchdog did not stop", "soft lockup", "hard LOCKUP", "hard lockup"];

    /// <summary>Reads the end of a console.</summary>
    public static ConsoleEnd Of(ReadOnlySpan<byte> console)
    {
        string? word = null, lockup = null;
        bool hasTimes = HasTimes(console);
        for (int count = 0; count < LinesBehindLockup && TryTakeLast(ref console, out LogLine? line); count++)
        {
            // A log with times has one in front of each line of its own: what has none is the rest of a text with newlines in it.
            if (hasTimes && line.Seconds.Length == 0) continue;
            if (count < LinesBehindWord && IsLastWord(line.Text)) word ??= line.Text.TrimEnd();
            if (IsLockup(line.Text)) lockup ??= line.Text.TrimEnd();
        }

        return new ConsoleEnd(word, lockup);
    }

    /// <summary>Whether at most <paramref name="most"/> lines stand behind the last line that has this text.</summary>
    public static bool IsNearEnd(ReadOnlySpan<byte> console, string text, int most)
    {
        int at = console.LastIndexOf(Encoding.UTF8.GetBytes(text));
        return at >= 0 && console[at..].Count((byte)'\n') <= most;
    }

    private static bool HasTimes(ReadOnlySpan<byte> console)
    {
        for (int count = 0; count < LinesBehindLockup && TryTakeLast(ref console, out LogLine? line); count++)
            if (line.Seconds.Length > 0) return true;
        return false;
    }

    private static bool IsLockup(string text) =>
        s_reporters.Any(word => text.StartsWith(word, StringComparison.Ordinal)) && s_lockups.Any(word => text.Contains(word, StringComparison.Ordinal));

    private static bool IsLastWord(string text)
    {
        foreach (string prefix in s_prefixes)
        {
            if (!text.StartsWith(prefix, StringComparison.Ordinal)) continue;
            text = text[prefix.Length..];
            break;
        }

        foreach (string word in s_words)
        {
            if (!text.StartsWith(word, StringComparison.Ordinal)) continue;
            string rest = text[word.Length..].TrimEnd();
            return rest.Length == 0 || rest == "." || rest.StartsWith(" with command '", StringComparison.Ordinal);
        }

        return false;
    }

    /// <summary>Takes the last line that is not empty off a text.</summary>
    private static bool TryTakeLast(ref ReadOnlySpan<byte> text, [NotNullWhen(true)] out LogLine? line)
    {
        while (!text.IsEmpty)
        {
            int newline = text.LastIndexOf((byte)'\n');
            ReadOnlySpan<byte> last = text[(newline + 1)..].Trim("\r\0 "u8);
            text = newline < 0 ? default : text[..newline];
            if (last.IsEmpty) continue;
            line = LogLine.Parse(Encoding.UTF8.GetString(last[..Math.Min(last.Length, MostLine)]));
            return true;
        }

        line = null;
        return false;
    }
}
