namespace Pstore.Ecc;

/// <summary>
/// Finds and corrects errors: syndromes, Berlekamp–Massey, a search for roots, Forney's formula.
/// What it returns for words with too many errors follows lib/reed_solomon/decode_rs.c, before 5.3 and since.
/// </summary>
internal readonly ref struct ReedSolomonDecoder(int paritySize, ReedSolomonRules rules)
{
    private readonly int _roots = paritySize;
    private readonly bool _strict = rules == ReedSolomonRules.Strict;

    public int Decode(Span<byte> data, ReadOnlySpan<byte> parity)
    {
        Span<byte> syndromes = stackalloc byte[_roots];
        if (!Syndromes(data, parity, syndromes)) return 0;

        Span<byte> locator = stackalloc byte[_roots + 1];
        int degree = FindLocator(syndromes, locator);
        if (degree == 0) return _strict ? -1 : 0;

        // Location 0 is the first symbol of a full code word; the word is shortened by `pad` virtual zeros at its front.
        Span<byte> locations = stackalloc byte[_roots];
        int found = FindRoots(locator, degree, locations);
        if (found != degree) return -1;
        int pad = GaloisField.Order - _roots - data.Length;
        locations = locations[..found];
        if (_strict && AnyBelow(locations, pad)) return -1;

        Span<byte> corrections = stackalloc byte[found];
        int nonZero = FindCorrections(syndromes, locator, degree, locations, corrections);
        if (_strict && !Explains(syndromes, locations, corrections)) return -1;
        for (int i = 0; i < found; i++)
        {
            int at = locations[i] - pad;
            if (at >= 0 && at < data.Length) data[at] ^= corrections[i];
        }

        return _strict ? nonZero : found;
    }

    /// <summary>The word's values at α^0 … α^(roots−1). False when all are 0: no errors.</summary>
    private bool Syndromes(ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity, Span<byte> syndromes)
    {
        bool any = false;
        for (int j = 0; j < _roots; j++)
        {
            byte alpha = GaloisField.Power(j);
            byte value = 0;
            foreach (byte symbol in data) value = (byte)(GaloisField.Multiply(value, alpha) ^ symbol);
            foreach (byte symbol in parity) value = (byte)(GaloisField.Multiply(value, alpha) ^ symbol);
            syndromes[j] = value;
            any |= value != 0;
        }

        return any;
    }

    /// <summary>Berlekamp–Massey: the shortest locator polynomial, lowest coefficient first; its degree is returned.</summary>
    private int FindLocator(ReadOnlySpan<byte> syndromes, Span<byte> locator)
    {
        Span<byte> previous = stackalloc byte[_roots + 1];
        Span<byte> next = stackalloc byte[_roots + 1];
        locator.Clear();
        locator[0] = previous[0] = 1;
        int length = 0;
        for (int step = 1; step <= _roots; step++)
        {
            byte discrepancy = 0;
            for (int i = 0; i < step; i++)
                discrepancy ^= GaloisField.Multiply(locator[i], syndromes[step - i - 1]);
            previous[..^1].CopyTo(previous[1..]);
            previous[0] = 0;
            if (discrepancy == 0) continue;

            for (int i = 0; i <= _roots; i++)
                next[i] = (byte)(locator[i] ^ GaloisField.Multiply(discrepancy, previous[i]));
            if (2 * length < step)
            {
                length = step - length;
                for (int i = 0; i <= _roots; i++) previous[i] = GaloisField.Divide(locator[i], discrepancy);
            }

            next.CopyTo(locator);
        }

        int degree = _roots;
        while (degree > 0 && locator[degree] == 0) degree--;
        return degree;
    }

    /// <summary>Tries all places of a full code word; stops when there are as many roots as the degree.</summary>
    private static int FindRoots(ReadOnlySpan<byte> locator, int degree, Span<byte> locations)
    {
        int found = 0;
        for (int i = 1; i <= GaloisField.Order && found < degree; i++)
        {
            // Is α^i a root? Then the error stands at location i − 1.
            byte value = 0;
            for (int j = degree; j >= 0; j--)
                value = (byte)(GaloisField.Multiply(value, GaloisField.Power(i)) ^ locator[j]);
            if (value == 0) locations[found++] = (byte)(i - 1);
        }

        return found;
    }

    private static bool AnyBelow(ReadOnlySpan<byte> locations, int pad)
    {
        foreach (byte location in locations)
            if (location < pad) return true;
        return false;
    }

    /// <summary>Forney: what to add at each location. Returns how many corrections are not 0.</summary>
    private int FindCorrections(
        ReadOnlySpan<byte> syndromes, ReadOnlySpan<byte> locator, int degree, ReadOnlySpan<byte> locations, Span<byte> corrections)
    {
        Span<byte> evaluator = stackalloc byte[degree];
        for (int i = 0; i < degree; i++)
        {
            byte value = 0;
            for (int j = 0; j <= i; j++) value ^= GaloisField.Multiply(syndromes[i - j], locator[j]);
            evaluator[i] = value;
        }

        int nonZero = 0;
        for (int k = 0; k < locations.Length; k++)
        {
            int root = locations[k] + 1;
            byte numerator = 0, derivative = 0;
            for (int i = 0; i < degree; i++) numerator ^= GaloisField.Multiply(evaluator[i], GaloisField.Power(i * root));
            for (int i = 1; i <= degree && i <= _roots; i += 2) derivative ^= GaloisField.Multiply(locator[i], GaloisField.Power((i - 1) * root));

            // X·Ω(X⁻¹)/Λ'(X⁻¹); X = α^(255 − root), because the first consecutive root is α^0.
            byte magnitude = derivative == 0 ? (byte)0 : GaloisField.Divide(numerator, derivative);
            corrections[k] = GaloisField.Multiply(magnitude, GaloisField.Power(GaloisField.Order - root));
            if (corrections[k] != 0) nonZero++;
        }

        return nonZero;
    }

    /// <summary>Whether the corrections alone have the syndromes that were found.</summary>
    private bool Explains(ReadOnlySpan<byte> syndromes, ReadOnlySpan<byte> locations, ReadOnlySpan<byte> corrections)
    {
        for (int j = 0; j < _roots; j++)
        {
            byte value = 0;
            for (int k = 0; k < locations.Length; k++)
                value ^= GaloisField.Multiply(corrections[k], GaloisField.Power(j * (GaloisField.Order - 1 - locations[k])));
            if (value != syndromes[j]) return false;
        }

        return true;
    }
}
