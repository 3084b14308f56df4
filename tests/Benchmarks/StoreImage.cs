using System.Text;

namespace Benchmarks;

/// <summary>A disk as large as pstore_blk takes one, with Kconfig's sizes and four dumps: nearly all of its zones were never written.</summary>
internal static class StoreImage
{
    private const int Size = 128 << 20, Zone = 64 << 10, Dumps = 4, FirstDump = 3 * Zone;
    private const int Signature = 0x43474244, Console = 2, Pmsg = 7;
    private const int KmsgMagic = 0x4dfc3ae5, KmsgHeader = 40, Oops = 2;

    /// <summary>Writes it; what no zone needs is a hole in the file, or noise.</summary>
    public static void Write(string path, bool noise)
    {
        using FileStream file = File.Create(path);
        file.SetLength(Size);
        if (noise)
        {
            byte[] bytes = new byte[Zone];
            var random = new Random(1);
            for (int offset = 0; offset < Size; offset += Zone)
            {
                random.NextBytes(bytes);
                file.Write(bytes);
            }
        }

        byte[] words = Encoding.UTF8.GetBytes("last words\n");
        WriteZone(file, 0, Pmsg, words.Length, words);
        byte[] log = Log();
        WriteZone(file, Zone, Console, log.Length, log);
        for (int dump = 0; dump < Dumps; dump++)
        {
            byte[] data = [.. Header(dump + 1), .. Encoding.UTF8.GetBytes("Oops#1 Part1\n"), .. log];
            WriteZone(file, FirstDump + (dump * Zone), 0, 0, data);
        }
    }

    private static void WriteZone(FileStream file, int offset, int type, int start, byte[] data)
    {
        byte[] zone = new byte[Zone];
        BitConverter.TryWriteBytes(zone, Signature ^ type);
        BitConverter.TryWriteBytes(zone.AsSpan(4), data.Length);
        BitConverter.TryWriteBytes(zone.AsSpan(8), start);
        data.CopyTo(zone, 12);
        file.Position = offset;
        file.Write(zone);
    }

    private static byte[] Header(int counter)
    {
        byte[] header = new byte[KmsgHeader];
        BitConverter.TryWriteBytes(header, KmsgMagic);
        BitConverter.TryWriteBytes(header.AsSpan(8), 1700000000L + counter);
        BitConverter.TryWriteBytes(header.AsSpan(28), counter);
        BitConverter.TryWriteBytes(header.AsSpan(32), Oops);
        return header;
    }

    private static byte[] Log()
    {
        var text = new StringBuilder("<5>[    0.000000] Linux version 6.1.192 (bed@bed) #1 SMP\n");
        for (int line = 0; text.Length < 10 << 10; line++) text.Append($"<6>[    {line / 100}.{line % 100 * 10000:000000}] a driver says line {line}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
