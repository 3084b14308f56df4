namespace Pstore.Tests.Ecc;

/// <summary>Seeded damage for code words.</summary>
internal static class Damage
{
    /// <summary>Changes <paramref name="errors"/> different symbols of data and parity, taken as one word.</summary>
    public static void Apply(Random random, Span<byte> data, Span<byte> parity, int errors)
    {
        int[] positions = [.. Enumerable.Range(0, data.Length + parity.Length)];
        random.Shuffle(positions);
        foreach (int position in positions.AsSpan(0, errors))
        {
            byte change = (byte)random.Next(1, 256);
            if (position < data.Length)
                data[position] ^= change;
            else
                parity[position - data.Length] ^= change;
        }
    }

    public static byte[] RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
