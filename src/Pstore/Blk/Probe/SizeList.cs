using System.Numerics;

namespace Pstore.Blk.Probe;

/// <summary>Sizes to try, each once: multiples of 512 that fit in the store.</summary>
/// <param name="most">Bytes that are left for it.</param>
internal sealed class SizeList(long most)
{
    // More than a store with some stray headers gives.
    private const int MostSizes = 20;

    public List<long> Sizes { get; } = [];

    /// <summary>What a zone has whose ring is full, and what people would choose that holds it.</summary>
    public void AddHolding(BlkHit? hit)
    {
        if (hit == null || hit.LeastSize > most) return;
        Add(hit.LeastSize);
        long power = Math.Max(BlkSizes.SectorSize, (long)BitOperations.RoundUpToPowerOf2((ulong)hit.LeastSize));
        Add(Math.Max(BlkSizes.Alignment, power));
        Add(power);
    }

    public void Add(long size)
    {
        if (size < 0 || size > most || size % BlkSizes.SectorSize != 0 || Sizes.Count == MostSizes || Sizes.Contains(size)) return;
        Sizes.Add(size);
    }
}
