namespace PstoreAgent.Discovery.Facts;

/// <summary>The text of the current boot's kernel log.</summary>
internal interface IKernelLog
{
    /// <summary>The log, bounded; empty unless it was read.</summary>
    ReadState Read(out byte[] text);
}
