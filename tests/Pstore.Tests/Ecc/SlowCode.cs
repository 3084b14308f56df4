namespace Pstore.Tests.Ecc;

/// <summary>
/// The code by its definition, with shift-and-add arithmetic and no tables: an independent reference for the tests.
/// </summary>
internal static class SlowCode
{
    public static int Multiply(int left, int right)
    {
        int product = 0;
        for (; right != 0; right >>= 1)
        {
            if ((right & 1) != 0) product ^= left;
            left <<= 1;
            if (left > 0xFF) left ^= 0x11d;
        }

        return product;
    }

    /// <summary>Product of (x - 2^i), highest coefficient first.</summary>
    public static int[] Generator(int roots)
    {
        int[] product = [1];
        int root = 1;
        for (int i = 0; i < roots; i++)
        {
            int[] next = new int[product.Length + 1];
            for (int j = 0; j < product.Length; j++)
            {
                next[j] ^= product[j];
                next[j + 1] ^= Multiply(product[j], root);
            }

            product = next;
            root = Multiply(root, 2);
        }

        return product;
    }

    /// <summary>Remainder by long division.</summary>
    public static byte[] Parity(ReadOnlySpan<byte> data, int roots)
    {
        int[] generator = Generator(roots);
        int[] word = new int[data.Length + roots];
        for (int i = 0; i < data.Length; i++) word[i] = data[i];
        for (int i = 0; i < data.Length; i++)
        {
            int lead = word[i];
            for (int j = 0; j < generator.Length; j++) word[i + j] ^= Multiply(lead, generator[j]);
        }

        return [.. word[data.Length..].Select(symbol => (byte)symbol)];
    }

    /// <summary>Whether data followed by parity is 0 at all roots.</summary>
    public static bool IsCodeWord(ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity)
    {
        int point = 1;
        for (int i = 0; i < parity.Length; i++)
        {
            int value = 0;
            foreach (byte symbol in data) value = Multiply(value, point) ^ symbol;
            foreach (byte symbol in parity) value = Multiply(value, point) ^ symbol;
            if (value != 0) return false;
            point = Multiply(point, 2);
        }

        return true;
    }
}
