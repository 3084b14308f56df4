namespace Pstore.Tests.Properties;

/// <summary>Damage by chance: bits, bytes, stretches, copies, cuts.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] original, Random random)
    {
        byte[] image = [.. original];
        for (int rounds = random.Next(1, 6); rounds > 0; rounds--)
        {
            int at = random.Next(image.Length), length = Math.Min(random.Next(1, 64), image.Length - at);
            switch (random.Next(7))
            {
                case 0: image[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: random.NextBytes(image.AsSpan(at, length)); break;
                case 2: image.AsSpan(at, length).Clear(); break;
                case 3: image.AsSpan(random.Next(image.Length - length + 1), length).CopyTo(image.AsSpan(at)); break;
                case 4: image.AsSpan(at, length).Fill(0xFF); break;
                case 5: Scatter(image, random); break;
                default: image = image[..Math.Max(1, image.Length - random.Next(image.Length / 2 + 1))]; break;
            }
        }

        return image;
    }

    /// <summary>Flipped bits all over, as after a short loss of power.</summary>
    private static void Scatter(byte[] image, Random random)
    {
        for (int i = random.Next(1, 200); i > 0; i--) image[random.Next(image.Length)] ^= (byte)(1 << random.Next(8));
    }
}
