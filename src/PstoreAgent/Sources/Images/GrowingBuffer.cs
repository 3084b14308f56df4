namespace PstoreAgent.Sources.Images;

/// <summary>Collects bytes of unknown number outside the heap.</summary>
internal sealed class GrowingBuffer(string name)
{
    private NativeBuffer _buffer = new(AgentLimits.Chunk);

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > AgentLimits.MaxRegion) throw ImageSource.TooLarge(name, Length + bytes.Length);
        if (Length + bytes.Length > _buffer.Memory.Length) Grow(Length + bytes.Length);
        if (bytes.IndexOfAnyExcept((byte)0) >= 0) bytes.CopyTo(_buffer.GetSpan()[(int)Length..]);
        Length += bytes.Length;
    }

    public ReadOnlyMemory<byte> ToMemory() => _buffer.Memory[..(int)Length];

    private void Grow(long least)
    {
        var larger = new NativeBuffer((int)Math.Min(AgentLimits.MaxRegion, Math.Max(least, 4L * _buffer.Memory.Length)));
        Span<byte> from = _buffer.GetSpan()[..(int)Length];
        for (int at = 0; at < from.Length; at += AgentLimits.Chunk)
        {
            Span<byte> part = from[at..Math.Min(from.Length, at + AgentLimits.Chunk)];
            if (part.IndexOfAnyExcept((byte)0) >= 0) part.CopyTo(larger.GetSpan()[at..]);
        }

        ((IDisposable)_buffer).Dispose();
        _buffer = larger;
    }
}
