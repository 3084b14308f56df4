namespace Pstore.Ecc;

/// <summary>
/// The Reed–Solomon code of ramoops (lib/reed_solomon with symsize 8, polynomial 0x11d, fcr 0, prim 1):
/// systematic and shortened. The first data byte is the highest coefficient; parity byte 0 is the highest of the remainder.
/// </summary>
public sealed class ReedSolomon
{
    private static readonly ReedSolomon?[] s_cache = new ReedSolomon?[Limits.MaxEccSize + 1];

    // Row v: v times the generator's lower coefficients, highest first, padded to whole vectors.
    private readonly byte[] _rows;

    private ReedSolomon(int paritySize)
    {
        ParitySize = paritySize;
        RowSize = (paritySize + 15) & ~15;
        byte[] generator = Generator(paritySize);
        _rows = new byte[256 * RowSize];
        for (int v = 1; v < 256; v++)
            for (int i = 0; i < paritySize; i++)
                _rows[(v * RowSize) + i] = GaloisField.Multiply((byte)v, generator[i + 1]);
    }

    /// <summary>Parity bytes of a code word, 1 to 127.</summary>
    public int ParitySize { get; }

    /// <summary>Bytes between two rows of the table.</summary>
    internal int RowSize { get; }

    /// <summary>256 rows; row v is what a leading byte v adds to the remainder.</summary>
    internal ReadOnlySpan<byte> Rows => _rows;

    /// <summary>The code with this many parity bytes; made once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not 1 to 127.</exception>
    public static ReedSolomon ForParity(int paritySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(paritySize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paritySize, Limits.MaxEccSize);
        return s_cache[paritySize] ??= new ReedSolomon(paritySize);
    }

    /// <summary>The parity of <paramref name="data"/> (up to 255 − parity bytes), by polynomial division.</summary>
    public void Encode(ReadOnlySpan<byte> data, Span<byte> parity)
    {
        parity = parity[..ParitySize];
        parity.Clear();
        foreach (byte symbol in data)
        {
            byte lead = (byte)(symbol ^ parity[0]);
            ReadOnlySpan<byte> row = _rows.AsSpan(lead * RowSize, ParitySize);
            for (int i = 0; i < parity.Length - 1; i++) parity[i] = (byte)(parity[i + 1] ^ row[i]);
            parity[^1] = row[^1];
        }
    }

    /// <summary>Whether data and parity are a code word as they are.</summary>
    public bool IsClean(ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity)
    {
        Span<byte> expected = stackalloc byte[ParitySize];
        Encode(data, expected);
        return expected.SequenceEqual(parity[..ParitySize]);
    }

    /// <summary>
    /// Corrects <paramref name="data"/> in place; the parity is left as it is. The result is that of the kernel's decode_rs8:
    /// the number of symbols corrected, parity included, or −1 for a word beyond repair, whose data is not touched.
    /// </summary>
    public int Decode(Span<byte> data, ReadOnlySpan<byte> parity, ReedSolomonRules rules) =>
        new ReedSolomonDecoder(ParitySize, rules).Decode(data, parity[..ParitySize]);

    /// <summary>∏ (x − α^i), highest coefficient first.</summary>
    internal static byte[] Generator(int paritySize)
    {
        byte[] product = new byte[paritySize + 1];
        product[0] = 1;
        for (int root = 0; root < paritySize; root++)
        {
            byte alpha = GaloisField.Power(root);
            for (int i = root + 1; i > 0; i--)
                product[i] ^= GaloisField.Multiply(product[i - 1], alpha);
        }

        return product;
    }
}
