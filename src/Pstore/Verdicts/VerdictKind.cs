namespace Pstore.Verdicts;

/// <summary>How a boot ended.</summary>
public enum VerdictKind
{
    /// <summary>Nothing tells.</summary>
    Unknown,

    /// <summary>The kernel panicked.</summary>
    Panic,

    /// <summary>The kernel reported a fault, and no panic is known to have followed.</summary>
    Oops,

    /// <summary>It was asked to restart, halt or power off, or said why it would.</summary>
    Intended,

    /// <summary>A watchdog reset the machine.</summary>
    Watchdog,

    /// <summary>The console breaks off, and nothing says why.</summary>
    Unclean,

    /// <summary>The memory did not keep its contents.</summary>
    PowerLoss,
}

/// <summary>Words for verdicts.</summary>
public static class VerdictKinds
{
    /// <summary>A word for output: "panic", "power-loss", ….</summary>
    public static string Name(this VerdictKind kind) => kind switch
    {
        VerdictKind.Panic => "panic",
        VerdictKind.Oops => "oops",
        VerdictKind.Intended => "intended",
        VerdictKind.Watchdog => "watchdog",
        VerdictKind.Unclean => "unclean",
        VerdictKind.PowerLoss => "power-loss",
        _ => "unknown",
    };
}
