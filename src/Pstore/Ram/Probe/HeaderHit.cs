namespace Pstore.Ram.Probe;

/// <summary>Bytes that look like a zone header.</summary>
/// <param name="Offset">Byte offset in the region.</param>
/// <param name="Header">The header.</param>
/// <param name="Kernel">The kernel whose version is in the signature of an ftrace zone; null for other zones.</param>
public sealed record HeaderHit(int Offset, ZoneHeader Header, KernelVersion? Kernel)
{
    /// <summary>Whether the signature is that of an ftrace zone.</summary>
    public bool IsFtrace => Kernel != null;
}
