using System.Buffers;
using System.Buffers.Text;

namespace Pstore.Records;

/// <summary>Puts short pieces of text into a buffer writer without allocating.</summary>
internal ref struct TextCursor(IBufferWriter<byte> output)
{
    private const int LineRoom = 512;

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _span = output.GetSpan(LineRoom);
    private int _used;

    public void Put(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_span[_used..]);
        _used += text.Length;
    }

    public void PutNumber(ulong value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _span[_used..], out int written);
        _used += written;
    }

    public void PutSigned(int value)
    {
        Reserve(11);
        Utf8Formatter.TryFormat(value, _span[_used..], out int written);
        _used += written;
    }

    /// <summary>Lower-case hexadecimal, with zeros in front up to <paramref name="digits"/>.</summary>
    public void PutHex(ulong value, int digits)
    {
        int needed = value == 0 ? 1 : (67 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 4;
        needed = Math.Max(needed, digits);
        Reserve(needed);
        for (int i = needed - 1; i >= 0; i--, value >>= 4)
            _span[_used + i] = (byte)((value & 15) < 10 ? '0' + (value & 15) : 'a' - 10 + (value & 15));
        _used += needed;
    }

    public void Flush()
    {
        _output.Advance(_used);
        _used = 0;
    }

    private void Reserve(int bytes)
    {
        if (_span.Length - _used >= bytes) return;
        Flush();
        _span = _output.GetSpan(Math.Max(bytes, LineRoom));
    }
}
