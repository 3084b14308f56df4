namespace Pstore.Tests.Compression;

/// <summary>Writes an 842 stream, highest bit first.</summary>
internal sealed class HighBits
{
    private readonly List<byte> _bytes = [];
    private int _count;

    public HighBits Put(ulong value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            if (_count++ % 8 == 0) _bytes.Add(0);
            _bytes[^1] |= (byte)((int)((value >> i) & 1) << (7 - ((_count - 1) % 8)));
        }

        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
