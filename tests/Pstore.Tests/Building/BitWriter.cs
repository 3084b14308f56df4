namespace Pstore.Tests.Building;

/// <summary>Bits, the highest first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _free;

    public void Add(ulong value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (_free == 0)
            {
                _bytes.Add(0);
                _free = 8;
            }

            _free--;
            _bytes[^1] |= (byte)(((value >> i) & 1) << _free);
        }
    }

    public byte[] ToArray(int multiple)
    {
        while (_bytes.Count % multiple != 0) _bytes.Add(0);
        return [.. _bytes];
    }
}
