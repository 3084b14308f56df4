namespace PstoreAgent.Control.CrashTests;

/// <summary>The ways to crash a kernel on purpose.</summary>
internal enum CrashKind
{
    /// <summary>A panic, by sysrq.</summary>
    Panic,

    /// <summary>A fault in kernel code that the kernel may survive, by LKDTM.</summary>
    Oops,

    /// <summary>A CPU that never comes back, by LKDTM.</summary>
    Hang,
}

/// <summary>Words for them.</summary>
internal static class CrashKindNames
{
    public static readonly string[] All = ["panic", "oops", "hang"];

    public static string Name(this CrashKind kind) => All[(int)kind];

    /// <summary>Null for a word that is none.</summary>
    public static CrashKind? Parse(string word) => Array.IndexOf(All, word) is >= 0 and var index ? (CrashKind)index : null;
}
