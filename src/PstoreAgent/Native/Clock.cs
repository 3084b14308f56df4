using Pstore.Records;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>The kernel's clocks.</summary>
internal static unsafe class Clock
{
    private const int Realtime = 0, Monotonic = 1;
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

    /// <summary>Nanoseconds since boot, without those in suspend: what the kernel log counts by.</summary>
    public static long UptimeNanoseconds
    {
        get
        {
            timespec now = Read(Monotonic);
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
