namespace Pstore.Tests.Building;

/// <summary>
/// What a given kernel does as it writes. On purpose not shared with the product: a mistake in either shows as a difference.
/// </summary>
public sealed class WriterRules(KernelVersion kernel)
{
    public bool HasConsoleAndFtrace => From(3, 6);

    public bool HasPmsg => From(4, 0);

    public bool RoundsMemSize => !From(3, 11);

    public bool OldEccBlocks => !From(3, 10);

    /// <summary>start wraps as soon as it reaches the end, not only past it.</summary>
    public bool WrapsAtEnd => From(3, 15) || Backported(3, 10, 105);

    public bool HasCompression => From(3, 12);

    public bool PadsMicroseconds => From(4, 18);

    /// <summary>Dump zones share out the slack, ftrace can be one zone for each CPU, with time stamps, and outlives a boot.</summary>
    public bool Since410 => From(4, 10);

    public bool EvenZones => From(6, 8) || Backported(6, 7, 4) || Backported(6, 6, 16) || Backported(6, 1, 77)
        || Backported(5, 15, 149) || Backported(5, 10, 210) || Backported(5, 4, 269) || Backported(4, 19, 307);

    public bool PmsgBeforeFtrace => From(6, 2);

    /// <summary>A zone with size 0 is left alone at boot, even its start.</summary>
    public bool SkipsEmptyZones => From(5, 0);

    /// <summary>... but only if its start is 0 too.</summary>
    public bool EmptyMeansStartZero => From(6, 6) || Backported(6, 5, 3) || Backported(6, 4, 16) || Backported(6, 1, 53)
        || Backported(5, 15, 132) || Backported(5, 10, 195) || Backported(5, 4, 257) || Backported(4, 19, 295);

    public bool ZapsBeforeDump => From(5, 6) || Backported(5, 4, 49);

    /// <summary>The text buffer is what the first dump zone holds.</summary>
    public bool BufferIsZoneData => From(4, 20) || Backported(4, 19, 13) || !From(3, 9);

    /// <summary>Only the zlib library, window of 32 KiB, and plain text is cut at its end when it can't be packed.</summary>
    public bool ZlibOnly => From(6, 6);

    public bool ZlibMustShrink => !From(4, 17);

    public bool ZstdContentSize => From(5, 16);

    public bool NamesShutdown => From(5, 8);

    private bool From(int major, int minor) => kernel >= new KernelVersion(major, minor, 0);

    private bool Backported(int major, int minor, int sublevel) =>
        kernel.Major == major && kernel.Minor == minor && kernel.Sublevel >= sublevel;
}
