namespace PstoreAgent.Discovery.Facts;

/// <summary>The lines of /proc/iomem that cover a range whole.</summary>
/// <param name="Outermost">The line at the margin.</param>
/// <param name="Innermost">The narrowest one; the same when there is one only.</param>
internal sealed record IomemCover(IomemRange Outermost, IomemRange Innermost)
{
    /// <summary>Whether the range is the kernel's own memory, which STRICT_DEVMEM closes.</summary>
    public bool IsSystemRam => Outermost.Name == IomemRange.SystemRam || Innermost.Name == IomemRange.SystemRam;
}
