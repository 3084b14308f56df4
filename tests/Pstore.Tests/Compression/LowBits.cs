using Pstore.Compression;

namespace Pstore.Tests.Compression;

/// <summary>Writes a deflate stream bit by bit.</summary>
internal sealed class LowBits
{
    private readonly List<byte> _bytes = [];
    private int _count;

    /// <summary>A number, lowest bit first.</summary>
    public LowBits Put(int value, int bits)
    {
        for (int i = 0; i < bits; i++) Bit((value >> i) & 1);
        return this;
    }

    /// <summary>A Huffman code, highest bit first.</summary>
    public LowBits Code(int value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--) Bit((value >> i) & 1);
        return this;
    }

    public DecodeResult Decode(int room) => Inflater.Decode(_bytes.ToArray(), new byte[room]);

    private void Bit(int bit)
    {
        if (_count++ % 8 == 0) _bytes.Add(0);
        _bytes[^1] |= (byte)(bit << ((_count - 1) % 8));
    }
}
