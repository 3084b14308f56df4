using Pstore.Recovery;

namespace PstoreAgent.Control;

/// <summary>What became of one record that was to be cleared.</summary>
/// <param name="Record">The record, as it was read.</param>
/// <param name="Cleared">Whether no later boot shows it any more.</param>
/// <param name="Reason">Why it was left, and the way out, in one sentence; of one that was cleared before, the same of its bytes; else null.</param>
internal sealed record ClearOutcome(RecoveredRecord Record, bool Cleared, string? Reason)
{
    /// <summary>The exit code that fits the reason: 69 where it can't be cleared in this way, 74 where that failed or memory has changed, 77 for lack of rights.</summary>
    public int Code { get; private init; }

    /// <summary>Set where there is nothing to mend: the next boot can clear it.</summary>
    public bool IsLater { get; private init; }

    public static ClearOutcome Later(RecoveredRecord record, string reason) => Left(record, reason) with { IsLater = true };

    public static ClearOutcome Done(RecoveredRecord record) => new(record, true, null);

    public static ClearOutcome Before(RecoveredRecord record) =>
        new(record, true, "no zone header vouches for it, so that no kernel shows it; --wipe overwrites its bytes where the driver is not bound");

    public static ClearOutcome Left(RecoveredRecord record, string reason, int code = ExitCode.Unavailable) =>
        new(record, false, reason) { Code = code };
}
