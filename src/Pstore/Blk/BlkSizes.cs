namespace Pstore.Blk;

/// <summary>What pstore_blk makes of the numbers it is given (fs/pstore/blk.c).</summary>
public static class BlkSizes
{
    /// <summary>Kconfig's default of each size (CONFIG_PSTORE_BLK_KMSG_SIZE and the others): 64 KiB.</summary>
    public const long Default = 64 << 10;

    /// <summary>What sizes are multiples of in pstore_blk.</summary>
    internal const long Alignment = 4096;

    /// <summary>What sizes are multiples of in pstore_zone.</summary>
    internal const long SectorSize = 512;

    /// <summary>The most that a store uses of its device from 5.11 on (register_pstore_zone).</summary>
    private const long Cap = 128 << 20;

    /// <summary>
    /// Bytes in effect of a parameter, which is in KiB. One that is no multiple of 4 KiB is rounded up as if it were
    /// bytes: 6 gives 4096 (check_size).
    /// </summary>
    public static long FromKib(long kib)
    {
        if (kib <= 0) return 0;
        kib = Math.Min(kib, long.MaxValue >> 10);
        long bytes = kib << 10;
        return bytes % Alignment == 0 ? bytes : (kib + Alignment - 1) / Alignment * Alignment;
    }

    /// <summary>Bytes of a device that a store uses; what this program can't address of the stores of older kernels is left out.</summary>
    /// <param name="device">Bytes of the device.</param>
    /// <param name="kernel">The kernel, or null where it is not known.</param>
    public static long Used(long device, KernelVersion? kernel)
    {
        bool capped = kernel is not { } version || KernelChanges.BlkSizeCapped.In(version);
        return Math.Min(device, capped ? Cap : int.MaxValue / Alignment * Alignment);
    }
}
