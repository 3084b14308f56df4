using System.Globalization;
using System.Text.Json;
using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;
using Pstore.Text;

namespace PstoreAgent.Reports;

/// <summary>The last sign of life before the end of a boot, and how long before it that was.</summary>
/// <param name="Last">The last beat.</param>
/// <param name="Record">The record that it stands in.</param>
/// <param name="CrashUptimeMilliseconds">When that boot crashed, since its start; null where nothing tells.</param>
/// <param name="AliveUptimeMilliseconds">The last time in that boot's console, since its start; null without one.</param>
/// <param name="IsOfOtherBoot">Whether the crash was in an earlier boot than the beat.</param>
internal sealed record Heartbeat(LastHeartbeat Last, RecoveredRecord Record, long? CrashUptimeMilliseconds, long? AliveUptimeMilliseconds, bool IsOfOtherBoot)
{
    /// <summary>Upper bound of the time from the last beat to the crash.</summary>
    public long? MostMilliseconds => IsOfOtherBoot || (CrashUptimeMilliseconds == null && HasEndedBefore) ? null : Last.MostUntilCrash(CrashUptimeMilliseconds);

    /// <summary>Whether the machine outlived it.</summary>
    private bool HasEndedBefore => AliveUptimeMilliseconds > Last.UptimeMilliseconds + Last.IntervalMilliseconds;

    /// <summary>Looks in the pmsg records of the boot that crashed; without a crash in those of the boot before.</summary>
    public static Heartbeat? Find(IReadOnlyList<RecoveredRecord> records, Crash? crash)
    {
        bool ofThisBoot = crash?.Record.Boot == BootRelation.Current;
        foreach (RecoveredRecord record in records)
        {
            if (record.Kind != ZoneKind.Pmsg || (record.Boot == BootRelation.Current) != ofThisBoot || record.Origin is not (RecordOrigin.Live or RecordOrigin.Linear)) continue;
            if (LastHeartbeat.Find(record.Content.Span) is not { } last) continue;
            bool sameBoot = crash != null && (crash.Record.Boot == record.Boot || crash.Record.Boot == BootRelation.Unknown || record.Boot == BootRelation.Unknown);

            // Of a boot that left no dump the one before it may still be there. The line has whole seconds.
            bool isOther = sameBoot && crash!.Record.Time is { } crashed && last.Time is { } beat && crashed.Seconds + 1 < beat.Seconds;
            long? uptime = sameBoot && !isOther ? CrashTime.Find(crash!.Record.Content.Span, crash.Record.Kind == ZoneKind.Dmesg) : null;
            return new Heartbeat(last, record, uptime, isOther ? null : AliveUptime(records, record.Boot), isOther);
        }

        return null;
    }

    private static long? AliveUptime(IReadOnlyList<RecoveredRecord> records, BootRelation boot)
    {
        foreach (RecoveredRecord record in records)
            if (record.Kind == ZoneKind.Console && record.Boot == boot && record.Origin is (RecordOrigin.Live or RecordOrigin.Linear)) return CrashTime.Find(record.Content.Span, isDump: true);
        return null;
    }

    /// <summary>One line for people.</summary>
    public string Words
    {
        get
        {
            // The line has whole seconds.
            string time = Last.Time?.ToString().Replace(".000000", "", StringComparison.Ordinal) ?? "without a clock";
            string when = $"last heartbeat {time}, {Seconds(Last.UptimeMilliseconds)} s after boot";
            if (Last.StoppedUptimeMilliseconds is { } stopped) return $"{when}; it was stopped, {Seconds(stopped)} s after boot, which was no crash";
            if (IsOfOtherBoot) return $"{when}; the crash is of an earlier boot";
            if (CrashUptimeMilliseconds == null && HasEndedBefore) return $"{when}; it ended before the machine did, which lived {Seconds(AliveUptimeMilliseconds ?? 0)} s after boot";
            if (MostMilliseconds is not { } most) return when;
            return CrashUptimeMilliseconds != null
                ? $"{when}; the crash came at most {Seconds(most)} s later"
                : $"{when}; the machine, or only the heartbeat, ended before the next was due, {Seconds(most)} s later";
        }
    }

    /// <summary>The member "heartbeat".</summary>
    public static void Write(Utf8JsonWriter writer, Heartbeat? heartbeat)
    {
        if (heartbeat == null)
        {
            writer.WriteNull("heartbeat");
            return;
        }

        LastHeartbeat last = heartbeat.Last;
        writer.WriteStartObject("heartbeat");
        writer.WriteString("tag", last.Tag);
        writer.WriteString("time", last.Time?.ToString());
        WriteSeconds("uptime", last.UptimeMilliseconds);
        writer.WriteString("boot_id", last.BootId.ToString("x8", CultureInfo.InvariantCulture));
        WriteSeconds("interval", last.IntervalMilliseconds);
        writer.WriteBoolean("stopped", last.HasStopped);
        writer.WriteString("record", heartbeat.Record.Name);
        WriteSeconds("crash_uptime", heartbeat.CrashUptimeMilliseconds);
        WriteSeconds("most_until_crash", heartbeat.MostMilliseconds);
        writer.WriteEndObject();

        void WriteSeconds(string name, long? milliseconds)
        {
            if (milliseconds is { } number) writer.WriteNumber(name, number / 1000.0);
            else writer.WriteNull(name);
        }
    }

    private static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}.{milliseconds % 1000:D3}");
}
