using Pstore.Records;
using PstoreAgent.Control.Pmsg;
using PstoreAgent.Native;

namespace PstoreAgent.Control.Heartbeats;

/// <summary>
/// Writes a beat at each multiple of the interval since its start, so that it does not drift; beats that were missed,
/// as by a process that was stopped, are left out. A beat allocates nothing: it may go on for months.
/// </summary>
internal sealed class HeartbeatLoop(IPmsgTarget target, byte[] tag, uint boot, long intervalMilliseconds)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // The tag is bounded, and is never escaped.
    private const int MostLine = 512;

    private long _beats;

    /// <summary>Beats until it is woken up, the first time after an interval.</summary>
    public void Run(WakeUp wakeUp)
    {
        long interval = intervalMilliseconds * NanosecondsPerMillisecond, start = Clock.UptimeNanoseconds;
        while (wakeUp.SleepUntil(start + ((((Clock.UptimeNanoseconds - start) / interval) + 1) * interval))) Beat();
    }

    /// <summary>Writes one beat.</summary>
    public void Beat()
    {
        Span<byte> text = stackalloc byte[HeartbeatText.MostBytes];
        Write(text[..HeartbeatText.WriteBeat(text, ++_beats, intervalMilliseconds)]);
    }

    /// <summary>Writes the last line.</summary>
    /// <param name="why">What goes behind "stopped"; at most 64 bytes.</param>
    public void Stop(ReadOnlySpan<byte> why)
    {
        Span<byte> text = stackalloc byte[2 * HeartbeatText.MostBytes];
        HeartbeatText.Stopped.CopyTo(text);
        why.CopyTo(text[HeartbeatText.Stopped.Length..]);
        Write(text[..(HeartbeatText.Stopped.Length + why.Length)]);
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        Span<byte> line = stackalloc byte[MostLine];
        target.Write(line[..PmsgLineText.Write(line, Clock.WallTime, Clock.UptimeNanoseconds / NanosecondsPerMillisecond, boot, tag, text)]);
    }
}
