namespace Pstore.Recovery;

/// <summary>Why a dump was written, and how many there were for that reason over the lifetime of the store.</summary>
/// <param name="Reason">The kernel's word: "Panic", "Oops", "Emergency", "Shutdown", else "Unknown".</param>
/// <param name="Times">The counter, signed as the kernel prints it; 0 for the reasons that are not counted.</param>
public sealed record DumpCount(string Reason, int Times);
