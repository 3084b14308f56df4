namespace Pstore.Recovery;

/// <summary>How much may still be unpacked from one region.</summary>
internal sealed class UnpackBudget
{
    private long _left = Limits.MaxUnpackedTotal;

    /// <summary>Whether the bound was reached.</summary>
    public bool IsUsedUp { get; private set; }

    /// <summary>Output limit for a dump in a zone of this many bytes.</summary>
    public int LimitFor(int zoneSize)
    {
        long limit = ((long)zoneSize * Limits.MaxUnpackRatio) + 4096;
        if (limit > _left) IsUsedUp = true;
        return (int)Math.Min(limit, _left);
    }

    /// <summary>Counts what was kept.</summary>
    public void Use(int bytes) => _left = Math.Max(0, _left - bytes);
}
