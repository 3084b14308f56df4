using Pstore.Records;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>The kernel's clocks.</summary>
internal static unsafe class Clock
{
    private const int Realtime = 0, MonotonicRaw = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Wall-clock time; on a board without a clock it is wrong.</summary>
    public static RecordTime WallTime
    {
        get
        {
            timespec now = Read(Realtime);
            return new RecordTime((long)now.tv_sec, (int)(long)now.tv_nsec);
        }
    }

    /// <summary>
    /// Nanoseconds since boot, without those in suspend. The kernel log's times come straight from the hardware's counter:
    /// CLOCK_MONOTONIC, which NTP makes run faster or slower, drifts from them by seconds a day, this clock does not.
    /// </summary>
    public static long UptimeNanoseconds
    {
        get
        {
            timespec now = Read(MonotonicRaw);
            return ((long)now.tv_sec * NanosecondsPerSecond) + (long)now.tv_nsec;
        }
    }

    private static timespec Read(int clock)
    {
        timespec now;
        _ = MissingImports.ClockGetTime(clock, &now);
        return now;
    }
}
