namespace Pstore.Tests.Building;

/// <summary>Parity by plain polynomial division over GF(2^8)/0x11d, highest degree first: slow, and easy to see to be right.</summary>
public static class SlowReedSolomon
{
    private static readonly byte[] Products = MakeProducts();

    public static byte[] Generator(int roots)
    {
        byte[] poly = [1];
        byte root = 1;
        for (int i = 0; i < roots; i++)
        {
            byte[] next = new byte[poly.Length + 1];
            for (int j = 0; j < poly.Length; j++)
            {
                next[j] ^= poly[j];
                next[j + 1] ^= Multiply(poly[j], root);
            }

            poly = next;
            root = Multiply(root, 2);
        }

        return poly;
    }

    public static byte[] Parity(ReadOnlySpan<byte> message, int roots)
    {
        byte[] generator = Generator(roots);
        byte[] rest = new byte[message.Length + roots];
        message.CopyTo(rest);
        for (int i = 0; i < message.Length; i++)
        {
            byte lead = rest[i];
            for (int j = 0; j <= roots && lead != 0; j++) rest[i + j] ^= Multiply(generator[j], lead);
        }

        return rest[message.Length..];
    }

    private static byte Multiply(byte a, byte b) => Products[(a << 8) | b];

    private static byte[] MakeProducts()
    {
        byte[] products = new byte[1 << 16];
        for (int i = 0; i < products.Length; i++)
        {
            int a = i >> 8;
            int product = 0;
            for (int b = i & 0xFF; b != 0; b >>= 1)
            {
                if ((b & 1) != 0) product ^= a;
                a <<= 1;
                if (a > 0xFF) a ^= 0x11D;
            }

            products[i] = (byte)product;
        }

        return products;
    }
}
