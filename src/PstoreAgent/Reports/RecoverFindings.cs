using Pstore.Verdicts;

namespace PstoreAgent.Reports;

/// <summary>What recover found out.</summary>
/// <param name="Verdict">Why the boot before ended.</param>
/// <param name="Crash">The crash that the records tell of, of whatever boot; null without one.</param>
/// <param name="Heartbeat">The last sign of life before the crash, or before the end of the boot before; null without one.</param>
internal sealed record RecoverFindings(BootVerdict Verdict, Crash? Crash, Heartbeat? Heartbeat)
{
    /// <summary>Whether there is something to look into. A crash that was cleared has been looked into.</summary>
    public bool HasCrash => Verdict.IsCrash || Crash is { Record.IsEvidence: true };
}
