using System.Text;
using Pstore.Compression;

namespace Pstore.Tests.Compression;

/// <summary>Compressed records from real kernels with their text, and made-up plain data.</summary>
internal static class Samples
{
    /// <summary>The compressed payload of a record (zlib: made with pstore's parameters).</summary>
    public static byte[] Payload(CompressionKind kind) => Resource(kind.Name() + ".bin");

    /// <summary>What the kernel showed for <see cref="Payload"/>.</summary>
    public static byte[] Text(CompressionKind kind) => Resource(kind.Name() + ".txt");

    /// <summary>Log-like lines.</summary>
    public static byte[] LogText(int size, int seed)
    {
        Random random = new(seed);
        string[] words = ["usb", "eth0:", "link", "becomes", "ready", "Kernel panic", "call_trace", "x19:", "ffff8000", "probe", "failed", "irq", "device", "\n[  "];
        StringBuilder text = new();
        while (text.Length < size) text.Append(words[random.Next(words.Length)]).Append(random.Next(4) == 0 ? random.Next(100000).ToString(System.Globalization.CultureInfo.InvariantCulture) : "").Append(' ');
        return Encoding.ASCII.GetBytes(text.ToString(0, size));
    }

    public static byte[] Noise(int size, int seed)
    {
        byte[] data = new byte[size];
        new Random(seed).NextBytes(data);
        return data;
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(Samples).Assembly.GetManifestResourceStream("compression/" + name) ?? throw new FileNotFoundException(name);
        byte[] data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }
}
