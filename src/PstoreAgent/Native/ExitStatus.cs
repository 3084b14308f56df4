namespace PstoreAgent.Native;

/// <summary>How a process ended, as waitpid(2) tells it.</summary>
/// <param name="Status">The raw status word.</param>
internal readonly record struct ExitStatus(int Status)
{
    private const int SignalMask = 0x7F;

    /// <summary>The signal that killed it, or 0.</summary>
    public int Signal => Status & SignalMask;

    /// <summary>Its exit code; meaningless where a signal killed it.</summary>
    public int Code => (Status >> 8) & 0xFF;
}
