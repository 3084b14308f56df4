namespace Pstore.Retention;

/// <summary>What became of the pattern in one page of 4096 bytes.</summary>
/// <param name="Offset">Of the page in the region.</param>
/// <param name="Written">Bytes of the pattern in it.</param>
/// <param name="Intact">Those that are as they were written.</param>
/// <param name="OneToZero">Bits that were 1 and are 0.</param>
/// <param name="ZeroToOne">Bits that were 0 and are 1.</param>
public readonly record struct RetentionPage(long Offset, int Written, int Intact, int OneToZero, int ZeroToOne)
{
    /// <summary>Bytes of a page.</summary>
    public const int Size = 4096;
}
