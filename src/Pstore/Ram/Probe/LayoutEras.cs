namespace Pstore.Ram.Probe;

/// <summary>One kernel for each set of layout rules there has been, newest first.</summary>
internal static class LayoutEras
{
    /// <summary>
    /// What a search has to try: backports make the version an unsafe guide to the order and the rounding of zones,
    /// so of kernels that stretch zones all four combinations are tried. The oldest kernels only lack zones, which sizes of 0 stand for.
    /// </summary>
    public static KernelVersion[] ToTry(KernelVersion? known) => known is not { } kernel
        ? All[..5]
        : KernelChanges.StretchedZones.In(kernel) ? [kernel, .. All[..4]] : [kernel];

    public static readonly KernelVersion[] All =
    [
        KernelVersion.NewestKnown,
        new(6, 6, 9),                              // pmsg first, zone sizes odd or even
        new(6, 1, KernelVersion.NewestSublevel),   // ftrace first, even
        new(6, 1, 60),                             // ftrace first, odd or even
        new(4, 9, KernelVersion.NewestSublevel),   // no stretching
        new(3, 19, KernelVersion.NewestSublevel),  // no pmsg
        new(3, 10, KernelVersion.NewestSublevel),  // mem_size rounded
        new(3, 9, KernelVersion.NewestSublevel),   // old parity formula
        new(3, 5, KernelVersion.NewestSublevel),   // dmesg only
    ];

    /// <summary>Whether the rules of <paramref name="kernel"/> put the zones just there.</summary>
    public static bool Fits(RamoopsLayout layout, KernelVersion kernel) =>
        RamoopsLayout.Compute(layout.Parameters, kernel).Layout is { } own && own.Zones.SequenceEqual(layout.Zones);

    /// <summary>The newest kernel whose rules fit, or the newest known where none does.</summary>
    public static KernelVersion NewestThatFits(RamoopsLayout layout)
    {
        foreach (KernelVersion era in All)
            if (Fits(layout, era)) return era;
        return KernelVersion.NewestKnown;
    }
}
