namespace Pstore.Records;

/// <summary>The wall-clock time in a dmesg header, as the writing kernel knew it.</summary>
/// <param name="Seconds">Seconds since 1970; may be negative or wrong on boards without a clock.</param>
/// <param name="Nanoseconds">0 to 999999999.</param>
public readonly record struct RecordTime(long Seconds, int Nanoseconds)
{
    /// <summary>A time whose nanoseconds may be more than a second: a header's fraction has no bound.</summary>
    public static RecordTime Carry(long seconds, ulong nanoseconds)
    {
        const ulong second = 1_000_000_000;
        return new RecordTime(unchecked(seconds + (long)(nanoseconds / second)), (int)(nanoseconds % second));
    }

    /// <summary>RFC 3339 in UTC with microseconds where the year allows it, else "@seconds.micros".</summary>
    public override string ToString()
    {
        const long firstYear1 = -62135596800, lastYear9999 = 253402300799;
        if (Seconds is < firstYear1 or > lastYear9999) return $"@{Seconds}.{Nanoseconds / 1000:D6}";
        // Not by a format of the framework's: its dates of all cultures would be 70 KB of a native file.
        DateTime t = DateTime.UnixEpoch.AddSeconds(Seconds).AddTicks(Nanoseconds / 100);
        return $"{t.Year:D4}-{t.Month:D2}-{t.Day:D2}T{t.Hour:D2}:{t.Minute:D2}:{t.Second:D2}.{t.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond:D6}Z";
    }
}
