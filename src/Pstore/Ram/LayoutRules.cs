namespace Pstore.Ram;

/// <summary>The version-dependent rules that place zones (ramoops_probe, ramoops_init_przs).</summary>
/// <param name="MemSizeRounded">mem_size is rounded down to a power of two (3.5–3.10).</param>
/// <param name="ConsoleAndFtrace">Console and ftrace zones exist (≥ 3.6).</param>
/// <param name="Pmsg">A pmsg zone exists (≥ 4.0).</param>
/// <param name="Stretched">dmesg zones share the slack and ftrace may be split by CPU (≥ 4.10).</param>
/// <param name="EvenSizes">Zone sizes that come from a division are even (≥ 6.8 and stable branches).</param>
/// <param name="PmsgBeforeFtrace">pmsg lies before ftrace (≥ 6.2).</param>
/// <param name="NewEccFormula">Parity slots are counted as since 3.10.</param>
public sealed record LayoutRules(
    bool MemSizeRounded,
    bool ConsoleAndFtrace,
    bool Pmsg,
    bool Stretched,
    bool EvenSizes,
    bool PmsgBeforeFtrace,
    bool NewEccFormula)
{
    /// <summary>Bytes of each of <paramref name="count"/> zones that share <paramref name="size"/> bytes, where zones stretch.</summary>
    public long Share(long size, long count) => EvenSizes ? size / count & ~1L : size / count;

    /// <summary>The rules of one kernel version.</summary>
    public static LayoutRules For(KernelVersion kernel) => new(
        MemSizeRounded: !KernelChanges.MemSizeAsGiven.In(kernel),
        ConsoleAndFtrace: KernelChanges.ConsoleAndFtraceZones.In(kernel),
        Pmsg: KernelChanges.PmsgZone.In(kernel),
        Stretched: KernelChanges.StretchedZones.In(kernel),
        EvenSizes: KernelChanges.EvenZoneSize.In(kernel),
        PmsgBeforeFtrace: KernelChanges.PmsgBeforeFtrace.In(kernel),
        NewEccFormula: KernelChanges.EccNotice.In(kernel));
}
