using System.Text;

namespace Pstore.Records;

/// <summary>The last sign of life that a heartbeat left in pmsg.</summary>
/// <param name="Tag">Whose it was.</param>
/// <param name="Time">Wall-clock time of the last beat; null where the machine had none.</param>
/// <param name="UptimeMilliseconds">The same since boot.</param>
/// <param name="BootId">First 32 bits of the boot's id.</param>
/// <param name="IntervalMilliseconds">From one beat to the next.</param>
/// <param name="HasStopped">Whether it was ended on purpose afterwards: then its silence says nothing of a crash.</param>
public sealed record LastHeartbeat(string Tag, RecordTime? Time, long UptimeMilliseconds, uint BootId, long IntervalMilliseconds, bool HasStopped)
{
    /// <summary>Finds the last beat in a pmsg log; null where there is none.</summary>
    public static LastHeartbeat? Find(ReadOnlySpan<byte> log)
    {
        LastHeartbeat? last = null;
        while (!log.IsEmpty)
        {
            if (!PmsgLine.TryParse(PmsgLine.TakeFirst(ref log), out PmsgLine line)) continue;
            if (HeartbeatText.TryParseBeat(line.Text, out _, out long interval))
                last = new LastHeartbeat(Encoding.UTF8.GetString(line.Tag), line.Time, line.UptimeMilliseconds, line.BootId, interval, false);
            else if (last != null && line.BootId == last.BootId && line.Text.StartsWith(HeartbeatText.Stopped) && line.Tag.SequenceEqual(Encoding.UTF8.GetBytes(last.Tag)))
                last = last with { HasStopped = true };
        }

        return last;
    }

    /// <summary>
    /// The longest time between the last beat and a crash, in milliseconds. With the crash's own time it is what lies
    /// between the two; without, the crash came before the next beat was due. Null where neither can be said.
    /// </summary>
    /// <param name="crashUptimeMilliseconds">When the crash was, since boot, rounded up; null where nothing tells.</param>
    public long? MostUntilCrash(long? crashUptimeMilliseconds)
    {
        if (crashUptimeMilliseconds is { } crash && crash >= UptimeMilliseconds) return crash - UptimeMilliseconds;
        return crashUptimeMilliseconds != null || HasStopped ? null : IntervalMilliseconds;
    }
}
