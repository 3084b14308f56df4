namespace Pstore.Ecc;

/// <summary>GF(2^8) with the field polynomial 0x11d; 2 generates every element but 0.</summary>
internal static class GaloisField
{
    /// <summary>Elements that aren't 0, which is also the longest code word in symbols.</summary>
    public const int Order = 255;

    private const int Polynomial = 0x11d;

    private static readonly byte[] s_powers = MakePowers();
    private static readonly byte[] s_logarithms = MakeLogarithms(s_powers);

    /// <summary>Power of 2 for exponents 0..509, so that the sum of two logarithms needs no modulo.</summary>
    public static ReadOnlySpan<byte> Powers => s_powers;

    /// <summary>Exponent of 2 for each element; the entry of 0 means nothing.</summary>
    public static ReadOnlySpan<byte> Logarithms => s_logarithms;

    /// <summary>Product of two elements.</summary>
    public static byte Multiply(byte left, byte right)
    {
        if (left == 0 || right == 0) return 0;
        return s_powers[s_logarithms[left] + s_logarithms[right]];
    }

    /// <summary>Quotient of two elements; the divisor isn't 0.</summary>
    public static byte Divide(byte dividend, byte divisor)
    {
        if (dividend == 0) return 0;
        return s_powers[s_logarithms[dividend] + Order - s_logarithms[divisor]];
    }

    /// <summary>The value of a polynomial (lowest coefficient first) at 2^<paramref name="exponent"/>.</summary>
    public static byte Evaluate(ReadOnlySpan<byte> coefficients, int exponent)
    {
        byte point = s_powers[exponent % Order];
        byte value = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--) value = (byte)(Multiply(value, point) ^ coefficients[i]);
        return value;
    }

    private static byte[] MakePowers()
    {
        byte[] powers = new byte[2 * Order];
        int value = 1;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = (byte)value;
            value <<= 1;
            if (value > 0xFF) value ^= Polynomial;
        }

        return powers;
    }

    private static byte[] MakeLogarithms(byte[] powers)
    {
        byte[] logarithms = new byte[256];
        for (int i = 0; i < Order; i++) logarithms[powers[i]] = (byte)i;
        return logarithms;
    }
}
