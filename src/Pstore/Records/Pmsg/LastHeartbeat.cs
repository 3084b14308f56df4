using System.Text;

namespace Pstore.Records;

/// <summary>The last sign of life that a heartbeat left in pmsg.</summary>
/// <param name="Tag">Whose it was.</param>
/// <param name="Time">Wall-clock time of the last beat; null where the machine had none.</param>
/// <param name="UptimeMilliseconds">The same since boot.</param>
/// <param name="BootId">First 32 bits of the boot's id.</param>
/// <param name="IntervalMilliseconds">From one beat to the next.</param>
/// <param name="StoppedUptimeMilliseconds">When it was ended on purpose, since boot; null where it was not.</param>
public sealed record LastHeartbeat(string Tag, RecordTime? Time, long UptimeMilliseconds, uint BootId, long IntervalMilliseconds, long? StoppedUptimeMilliseconds)
{
    /// <summary>Whether it was ended on purpose: then its silence says nothing of a crash.</summary>
    public bool HasStopped => StoppedUptimeMilliseconds != null;

    /// <summary>Finds the last beat of the last boot in a pmsg log; null where there is none. Of several heartbeats one that was not stopped goes before all that were.</summary>
    public static LastHeartbeat? Find(ReadOnlySpan<byte> log)
    {
        var byTag = new Dictionary<string, LastHeartbeat>();
        uint boot = 0;
        while (!log.IsEmpty)
        {
            if (!PmsgLine.TryParse(PmsgLine.TakeFirst(ref log), out PmsgLine line)) continue;
            bool isBeat = HeartbeatText.TryParseBeat(line.Text, out _, out long interval);
            if (!isBeat && !line.Text.StartsWith(HeartbeatText.Stopped)) continue;
            string tag = Encoding.UTF8.GetString(line.Tag);
            if (isBeat)
            {
                if (line.BootId != boot) byTag.Clear();
                boot = line.BootId;
                byTag[tag] = new LastHeartbeat(tag, line.Time, line.UptimeMilliseconds, boot, interval, null);
            }
            else if (line.BootId == boot && byTag.TryGetValue(tag, out LastHeartbeat? stopped))
            {
                byTag[tag] = stopped with { StoppedUptimeMilliseconds = line.UptimeMilliseconds };
            }
        }

        LastHeartbeat? last = null;
        foreach (LastHeartbeat each in byTag.Values)
            if (last == null || (each.HasStopped == last.HasStopped ? each.UptimeMilliseconds >= last.UptimeMilliseconds : last.HasStopped)) last = each;
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
