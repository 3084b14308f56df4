namespace Pstore.Ecc;

/// <summary>
/// Turns syndromes into corrections and a count, with the decisions of the kernel's decode_rs (lib/reed_solomon/decode_rs.c):
/// up to 5.2 for <see cref="ReedSolomonRules.Lenient"/>, from 5.3 for <see cref="ReedSolomonRules.Strict"/>.
/// </summary>
internal static class ErrorCorrector
{
    /// <summary>Corrects <paramref name="data"/> in place; the syndromes aren't all 0.</summary>
    /// <returns>Corrected symbols, or -1: then nothing was changed.</returns>
    public static int Correct(Span<byte> data, ReadOnlySpan<byte> syndromes, ReedSolomonRules rules)
    {
        bool strict = rules == ReedSolomonRules.Strict;
        int padding = GaloisField.Order - syndromes.Length - data.Length;

        Span<byte> locator = stackalloc byte[ErrorLocator.MaxCoefficients];
        int degree = ErrorLocator.FindLocator(syndromes, locator[..(syndromes.Length + 1)]);
        locator = locator[..(degree + 1)];
        if (degree == 0) return strict ? -1 : 0;

        // A strict reader refuses a root in the padding. Not looking there leaves too few roots, which is the same.
        Span<byte> positions = stackalloc byte[Limits.MaxEccSize];
        positions = positions[..degree];
        if (ErrorLocator.FindPositions(locator, strict ? padding : 0, positions) != degree) return -1;

        Span<byte> errors = stackalloc byte[Limits.MaxEccSize];
        errors = errors[..degree];
        Magnitudes(syndromes, locator, positions, errors);
        if (strict && !Explains(positions, errors, syndromes)) return -1;

        for (int i = 0; i < degree; i++)
        {
            int index = positions[i] - padding;
            if (index >= 0 && index < data.Length) data[index] ^= errors[i];
        }

        // The old code counts every root; the new one only what it changes.
        return strict ? degree - errors.Count((byte)0) : degree;
    }

    /// <summary>Error values by Forney's formula.</summary>
    private static void Magnitudes(ReadOnlySpan<byte> syndromes, ReadOnlySpan<byte> locator, ReadOnlySpan<byte> positions, Span<byte> errors)
    {
        // The evaluator is cut at the locator's degree, also when the register was longer.
        Span<byte> evaluator = stackalloc byte[Limits.MaxEccSize];
        evaluator = evaluator[..positions.Length];
        for (int i = 0; i < evaluator.Length; i++)
        {
            byte sum = 0;
            for (int j = 0; j <= i; j++) sum ^= GaloisField.Multiply(syndromes[i - j], locator[j]);
            evaluator[i] = sum;
        }

        // In characteristic 2 only the odd powers survive in a derivative.
        Span<byte> derivative = stackalloc byte[Limits.MaxEccSize];
        derivative = derivative[..positions.Length];
        for (int i = 0; i < derivative.Length; i++) derivative[i] = i % 2 == 0 ? locator[i + 1] : (byte)0;

        for (int i = 0; i < positions.Length; i++)
        {
            int exponent = positions[i] + 1;
            byte numerator = GaloisField.Multiply(GaloisField.Evaluate(evaluator, exponent), GaloisField.Powers[GaloisField.Order - exponent]);

            // As many roots as the degree: all are simple, so the derivative isn't 0 there.
            errors[i] = GaloisField.Divide(numerator, GaloisField.Evaluate(derivative, exponent));
        }
    }

    /// <summary>Whether the errors found have exactly the syndromes of the word that was read.</summary>
    private static bool Explains(ReadOnlySpan<byte> positions, ReadOnlySpan<byte> errors, ReadOnlySpan<byte> syndromes)
    {
        for (int i = 0; i < syndromes.Length; i++)
        {
            byte sum = syndromes[i];
            for (int j = 0; j < positions.Length; j++)
            {
                int exponent = i * (GaloisField.Order - 1 - positions[j]) % GaloisField.Order;
                sum ^= GaloisField.Multiply(errors[j], GaloisField.Powers[exponent]);
            }

            if (sum != 0) return false;
        }

        return true;
    }
}
