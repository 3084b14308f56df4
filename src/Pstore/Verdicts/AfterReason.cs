using System.Text;
using Pstore.Records;
using Pstore.Recovery;
using Pstore.Text;

namespace Pstore.Verdicts;

/// <summary>What a boot did after user space had left a reason for its end: one that goes on for long was not ended by that.</summary>
/// <param name="Milliseconds">From the reason to the last sign of life, in pmsg or in the console.</param>
/// <param name="IsOtherBoot">Whether a later boot has written behind it.</param>
internal readonly record struct AfterReason(long Milliseconds, bool IsOtherBoot)
{
    // What stops services kills them after 90 s (systemd), and then unmounts.
    private const long Most = 120_000;

    // Less is no sign that the restart did not come.
    private const long Worthwhile = 5_000;

    /// <summary>Whether the end can't be what the reason was for.</summary>
    public bool IsTooLong => IsOtherBoot || Milliseconds > Most;

    /// <summary>Words for it; null where there is nothing to say.</summary>
    public string? Words => IsOtherBoot ? "a later boot has written behind it"
        : Milliseconds >= Worthwhile ? $"the machine went on for {Milliseconds / 1000} s at least after that, and nothing shows a restart" : null;

    /// <summary>Looks for signs of life. A reason without a time has none after it.</summary>
    public static AfterReason Of(PmsgReason reason, ReadOnlySpan<byte> log, IEnumerable<RecoveredRecord> consoles)
    {
        if (reason.Uptime == null || !SecondsText.TryParse(Encoding.ASCII.GetBytes(reason.Uptime), out long given)) return default;
        long last = given;
        bool other = false;
        while (!log.IsEmpty)
        {
            if (!PmsgLine.TryParse(PmsgLine.TakeFirst(ref log), out PmsgLine line)) continue;
            other = Encoding.ASCII.GetString(line.BootIdText) != reason.BootId;
            if (!other) last = Math.Max(last, line.UptimeMilliseconds);
        }

        foreach (RecoveredRecord console in consoles) last = Math.Max(last, CrashTime.Find(console.Content.Span, isDump: true) ?? 0);
        return new AfterReason(last - given, other);
    }
}
