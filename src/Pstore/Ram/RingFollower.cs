using System.Buffers;

namespace Pstore.Ram;

/// <summary>
/// Tells what was appended to a ring since it was last looked at. A kernel publishes size and start before it copies the
/// data (persistent_ram_write), so what the header covers may not be there yet: a look gives the bytes that the header
/// of the look before covered.
/// </summary>
/// <param name="dataSize">Bytes of the ring.</param>
public sealed class RingFollower(int dataSize)
{
    // Enough of what was given last to see that the writer went round the whole ring meanwhile.
    private const int MarkSize = 32;

    private readonly byte[] _mark = new byte[MarkSize];
    private int _markLength;
    private ZoneHeader? _before;
    private int _given = -1;

    /// <summary>Whether bytes went by between two looks: more was written than the ring holds, or the zone was begun anew.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Takes one look. False where the header is no valid one, as while it is written.</summary>
    /// <param name="header">The zone's header.</param>
    /// <param name="data">The ring.</param>
    /// <param name="output">Gets the new bytes.</param>
    public bool Look(ZoneHeader header, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        HasLost = false;
        if (header.Signature != ZoneHeader.BaseSignature || !header.Fits(dataSize) || data.Length < dataSize) return false;
        if (_before is { } covered) Give(covered, data, output);
        _before = header;
        return true;
    }

    private void Give(ZoneHeader covered, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        int start = (int)covered.Start, size = (int)covered.Size;
        bool isFull = size == dataSize;
        if (_given < 0 || (!isFull && start < _given) || !IsMarkThere(data))
        {
            HasLost = _given >= 0;
            var all = new RingSpans(data, start, size);
            output.Write(all.First);
            output.Write(all.Second);
        }
        else if (start >= _given)
        {
            output.Write(data[_given..start]);
        }
        else
        {
            output.Write(data[_given..dataSize]);
            output.Write(data[..start]);
        }

        _given = start;
        _markLength = Math.Min(MarkSize, start);
        data[(start - _markLength)..start].CopyTo(_mark);
    }

    private bool IsMarkThere(ReadOnlySpan<byte> data) =>
        data[(_given - _markLength).._given].SequenceEqual(_mark.AsSpan(0, _markLength));
}
