namespace Pstore.Ecc;

/// <summary>Finds where a block is damaged: syndromes, locator polynomial (Berlekamp and Massey), its roots (Chien).</summary>
internal static class ErrorLocator
{
    /// <summary>Most coefficients of a locator.</summary>
    public const int MaxCoefficients = Limits.MaxEccSize + 1;

    /// <summary>
    /// Values of the received word at the generator's roots. The word and its remainder by the generator agree there,
    /// so the few bytes of the remainder (highest coefficient first) are enough.
    /// </summary>
    public static void Syndromes(ReadOnlySpan<byte> remainder, Span<byte> syndromes)
    {
        ReadOnlySpan<byte> powers = GaloisField.Powers;
        ReadOnlySpan<byte> logarithms = GaloisField.Logarithms;
        syndromes.Clear();
        foreach (byte symbol in remainder)
        {
            for (int i = 0; i < syndromes.Length; i++)
            {
                byte value = syndromes[i];
                byte raised = value == 0 ? (byte)0 : powers[logarithms[value] + i];
                syndromes[i] = (byte)(raised ^ symbol);
            }
        }
    }

    /// <summary>The shortest feedback register that produces the syndromes.</summary>
    /// <param name="syndromes">E values, not all 0.</param>
    /// <param name="locator">Receives E + 1 coefficients, lowest first; the first is 1.</param>
    /// <returns>The degree of the locator, which may be below the length of the register.</returns>
    public static int FindLocator(ReadOnlySpan<byte> syndromes, Span<byte> locator)
    {
        Span<byte> previous = stackalloc byte[MaxCoefficients];
        Span<byte> saved = stackalloc byte[MaxCoefficients];
        previous = previous[..locator.Length];
        saved = saved[..locator.Length];
        previous.Clear();
        locator.Clear();
        previous[0] = 1;
        locator[0] = 1;
        int length = 0;

        for (int step = 0; step < syndromes.Length; step++)
        {
            byte discrepancy = 0;
            for (int i = 0; i <= length; i++) discrepancy ^= GaloisField.Multiply(locator[i], syndromes[step - i]);

            previous[..^1].CopyTo(previous[1..]);
            previous[0] = 0;
            if (discrepancy == 0) continue;

            locator.CopyTo(saved);
            for (int i = 1; i < locator.Length; i++) locator[i] ^= GaloisField.Multiply(previous[i], discrepancy);
            if (2 * length > step) continue;
            length = step + 1 - length;
            for (int i = 0; i < saved.Length; i++) previous[i] = GaloisField.Divide(saved[i], discrepancy);
        }

        return locator.LastIndexOfAnyExcept((byte)0);
    }

    /// <summary>Positions in the full code word (0 is the highest coefficient, 254 the last parity byte) where the locator is 0.</summary>
    /// <param name="locator">Coefficients up to the degree, lowest first.</param>
    /// <param name="from">First position to look at.</param>
    /// <param name="positions">Receives the positions, lowest first; as many entries as the degree.</param>
    /// <returns>How many there are, at most the degree.</returns>
    public static int FindPositions(ReadOnlySpan<byte> locator, int from, Span<byte> positions)
    {
        ReadOnlySpan<byte> powers = GaloisField.Powers;
        Span<byte> values = stackalloc byte[GaloisField.Order];
        values = values[from..];
        values.Fill(locator[0]);
        for (int j = 1; j < locator.Length; j++)
        {
            if (locator[j] == 0) continue;

            // Position p belongs to the point 2^(p + 1); its logarithm grows by j from one position to the next.
            int exponent = (GaloisField.Logarithms[locator[j]] + (j * (from + 1))) % GaloisField.Order;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] ^= powers[exponent];
                exponent += j;
                if (exponent >= GaloisField.Order) exponent -= GaloisField.Order;
            }
        }

        int count = 0;
        for (int i = 0; i < values.Length && count < positions.Length; i++)
        {
            if (values[i] == 0) positions[count++] = (byte)(from + i);
        }

        return count;
    }
}
