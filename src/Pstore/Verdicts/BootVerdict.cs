namespace Pstore.Verdicts;

/// <summary>Why the boot before this one ended.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Reason">The line that says why, as logged: the headline of the crash, the kernel's last word, a reason of user space. Null where there is none.</param>
/// <param name="Evidence">Short sentences that say what the verdict rests on, the most telling first. They may quote the log: control characters and all.</param>
public sealed record BootVerdict(VerdictKind Kind, string? Reason, IReadOnlyList<string> Evidence)
{
    /// <summary>Whether the boot ended as no one wanted: a panic, an oops, a watchdog, or nobody knows how.</summary>
    public bool IsCrash => Kind is VerdictKind.Panic or VerdictKind.Oops or VerdictKind.Watchdog or VerdictKind.Unclean;
}
