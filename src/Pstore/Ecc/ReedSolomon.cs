namespace Pstore.Ecc;

/// <summary>
/// The Reed-Solomon code of ramoops: systematic over GF(2^8) with field polynomial 0x11d, generator roots 2^0 .. 2^(E-1),
/// shortened to the length of the data. Parity byte 0 is the highest coefficient of the remainder; data byte 0 the highest
/// of the message. Sources: fs/pstore/ram_core.c (persistent_ram_init_ecc), lib/reed_solomon (init_rs, encode_rs8,
/// decode_rs8), kernels 3.5 to 7.3. Instances are immutable and safe to share between threads.
/// </summary>
public sealed class ReedSolomon
{
    private static readonly ReedSolomon?[] s_instances = new ReedSolomon?[Limits.MaxEccSize + 1];

    private readonly RemainderTable _rows;
    private readonly VectorCheck? _vector;

    private ReedSolomon(int paritySize)
    {
        ParitySize = paritySize;
        _rows = new RemainderTable(paritySize);
        if (VectorCheck.IsSupported && paritySize <= VectorCheck.MaxParity) _vector = new VectorCheck(_rows, paritySize);
    }

    /// <summary>Parity bytes of a block, 1 to 127.</summary>
    public int ParitySize { get; }

    /// <summary>The vector check, or null when the processor or the parity size doesn't allow it.</summary>
    internal VectorCheck? Vector => _vector;

    /// <summary>The code with this many parity bytes; its tables are made at the first call and kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="paritySize"/> isn't 1 to 127.</exception>
    public static ReedSolomon ForParity(int paritySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(paritySize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paritySize, Limits.MaxEccSize);
        ReedSolomon? code = Volatile.Read(ref s_instances[paritySize]);
        if (code is not null) return code;
        code = new ReedSolomon(paritySize);
        return Interlocked.CompareExchange(ref s_instances[paritySize], code, null) ?? code;
    }

    /// <summary>Computes the parity of a block.</summary>
    /// <param name="data">1 to 255 - <see cref="ParitySize"/> bytes.</param>
    /// <param name="parity">Receives <see cref="ParitySize"/> bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Encode(ReadOnlySpan<byte> data, Span<byte> parity)
    {
        CheckLengths(data.Length, parity.Length);
        _rows.Divide(data, parity);
    }

    /// <summary>Whether data and parity are a code word as they are.</summary>
    /// <param name="data">1 to 255 - <see cref="ParitySize"/> bytes.</param>
    /// <param name="parity"><see cref="ParitySize"/> bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public bool IsClean(ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity)
    {
        CheckLengths(data.Length, parity.Length);
        Span<byte> expected = stackalloc byte[Limits.MaxEccSize];
        expected = expected[..ParitySize];
        _rows.Divide(data, expected);
        return parity.SequenceEqual(expected);
    }

    /// <summary>
    /// Corrects a block in place, with exactly the outcome of the kernel's decode_rs8 for the same bytes (no erasures given).
    /// </summary>
    /// <param name="data">1 to 255 - <see cref="ParitySize"/> bytes; changed only when the result is above 0.</param>
    /// <param name="parity"><see cref="ParitySize"/> bytes; errors in them count but aren't repaired, as in ramoops.</param>
    /// <param name="rules">Kernels up to 5.2 and later ones disagree on blocks that are damaged too much.</param>
    /// <returns>Corrected symbols, those of the parity included; -1 when the block can't be corrected.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public int Decode(Span<byte> data, ReadOnlySpan<byte> parity, ReedSolomonRules rules)
    {
        CheckLengths(data.Length, parity.Length);
        Span<byte> remainder = stackalloc byte[Limits.MaxEccSize];
        remainder = remainder[..ParitySize];
        _rows.Divide(data, remainder);
        for (int i = 0; i < remainder.Length; i++) remainder[i] ^= parity[i];
        if (!remainder.ContainsAnyExcept((byte)0)) return 0;

        Span<byte> syndromes = stackalloc byte[Limits.MaxEccSize];
        syndromes = syndromes[..ParitySize];
        ErrorLocator.Syndromes(remainder, syndromes);
        return ErrorCorrector.Correct(data, syndromes, rules);
    }

    private void CheckLengths(int dataLength, int parityLength)
    {
        if (dataLength < 1 || dataLength > GaloisField.Order - ParitySize)
            throw new ArgumentException($"A block has 1 to {GaloisField.Order - ParitySize} bytes of data.", nameof(dataLength));
        if (parityLength != ParitySize)
            throw new ArgumentException($"A block has {ParitySize} bytes of parity.", nameof(parityLength));
    }
}
