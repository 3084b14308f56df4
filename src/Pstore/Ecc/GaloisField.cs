namespace Pstore.Ecc;

/// <summary>GF(2^8) with the polynomial 0x11d, as ramoops uses it.</summary>
internal static class GaloisField
{
    public const int Order = 255;
    private const int Polynomial = 0x11d;

    // Twice the order, so that a sum of two logarithms needs no remainder.
    private static readonly byte[] s_exp = new byte[2 * Order];
    private static readonly byte[] s_log = new byte[Order + 1];

    static GaloisField()
    {
        int x = 1;
        for (int i = 0; i < Order; i++)
        {
            s_exp[i] = s_exp[i + Order] = (byte)x;
            s_log[x] = (byte)i;
            x <<= 1;
            if (x > Order) x ^= Polynomial;
        }
    }

    /// <summary>α to the power of <paramref name="exponent"/>, which may be any non-negative number.</summary>
    public static byte Power(int exponent) => s_exp[exponent % Order];

    public static byte Multiply(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : s_exp[s_log[a] + s_log[b]];

    public static byte Divide(byte a, byte b) => a == 0 ? (byte)0 : s_exp[s_log[a] + Order - s_log[b]];
}
