using System.Numerics;

namespace Pstore.Ram;

/// <summary>ramoops rounds sizes down to powers of two.</summary>
public static class PowerOfTwo
{
    /// <summary>The largest power of two not above <paramref name="size"/>; 0 where there is none.</summary>
    public static long RoundDown(long size) => size <= 0 ? 0 : 1L << BitOperations.Log2((ulong)size);
}
