using Pstore.Records;

namespace PstoreAgent.Archive;

/// <summary>When an entry was made, and whether that can be believed: many boards have no clock and begin in 1970 at each boot.</summary>
/// <param name="Now">Wall-clock time, UTC.</param>
/// <param name="IsSet">Whether the clock had been set.</param>
internal readonly record struct CollectionTime(DateTimeOffset Now, bool IsSet)
{
    // No clock that is right shows a year before that in which this was written.
    private const int EarliestYear = 2026;

    /// <summary>Seconds since 1970; null where the clock was not set.</summary>
    public long? Seconds => IsSet ? Now.ToUnixTimeSeconds() : null;

    /// <param name="now">What the clock says.</param>
    /// <param name="times">The times of records, which were all written earlier.</param>
    public static CollectionTime Of(DateTimeOffset now, IEnumerable<RecordTime> times) =>
        new(now, now.Year >= EarliestYear && times.All(time => time.Seconds <= now.ToUnixTimeSeconds()));
}
