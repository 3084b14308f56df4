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

    private readonly byte[] _mark = new byte[Math.Min(MarkSize, dataSize)];
    private int _markLength;
    private ZoneHeader? _before;

    // Where the next byte to give lies; negative where nothing is given yet, or the place was lost.
    private int _given = -1;
    private bool _wasFull;

    /// <summary>
    /// Whether bytes went by between two looks: more was written than the ring holds, or the zone was begun anew.
    /// What the ring holds then comes with the next look.
    /// </summary>
    public bool HasLost { get; private set; }

    /// <summary>Takes one look. False where the header is no valid one, as while it is written.</summary>
    /// <param name="header">The zone's header.</param>
    /// <param name="data">The ring.</param>
    /// <param name="output">Gets the new bytes.</param>
    public bool Look(ZoneHeader header, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        HasLost = false;
        if (header.Signature != ZoneHeader.BaseSignature || !header.Fits(dataSize) || data.Length < dataSize) return false;
        data = data[..dataSize];
        if (_before is { } covered) Give(covered, header, data, output);
        _before = header;
        return true;
    }

    private void Give(ZoneHeader covered, ZoneHeader now, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (!IsAhead(covered, now) || (_given >= 0 && !Continues(covered, now, data)))
        {
            // The header of the look before says nothing of the bytes that are there now.
            HasLost = _given >= 0;
            _given = -1;
            return;
        }

        int start = (int)covered.Start;
        bool isFull = IsFull(covered);
        if (_given < 0)
        {
            // In a full ring the writer's next byte takes the place of the oldest, also since the look before.
            bool isTurned = IsFull(now) && now.Start < dataSize;
            Write(isTurned ? (int)now.Start : 0, start, isTurned && isFull && now.Start >= start, data, output);
        }
        else
        {
            Write(_given, start, start < _given || (start == _given && isFull && !_wasFull), data, output);
        }

        _given = start;
        _wasFull = isFull;
        SetMark(data);
    }

    private bool IsFull(ZoneHeader header) => header.Size == dataSize;

    /// <summary>Whether the one can have become the other without the zone being begun anew.</summary>
    private bool IsAhead(ZoneHeader before, ZoneHeader after) => IsFull(after) || (!IsFull(before) && after.Start >= before.Start);

    /// <summary>Whether what follows the bytes that were given is still all there.</summary>
    private bool Continues(ZoneHeader covered, ZoneHeader now, ReadOnlySpan<byte> data)
    {
        // The first round ends where the ring becomes full; what lies in front of start is then of the second.
        bool isBroken = IsFull(covered)
            ? !_wasFull && covered.Start > _given && covered.Start < dataSize
            : _wasFull || covered.Start < _given || (IsFull(now) && now.Start > _given && now.Start < dataSize);
        return !isBroken && IsMarkThere(data);
    }

    private static void Write(int from, int to, bool wraps, ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (wraps)
        {
            output.Write(data[from..]);
            from = 0;
        }

        if (from < to) output.Write(data[from..to]);
    }

    /// <summary>Keeps the bytes in front of the place, across the end of a full ring.</summary>
    private void SetMark(ReadOnlySpan<byte> data)
    {
        _markLength = _wasFull ? _mark.Length : Math.Min(_mark.Length, _given);
        for (int i = 0; i < _markLength; i++) _mark[i] = data[PlaceOfMark(i)];
    }

    private bool IsMarkThere(ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < _markLength; i++)
            if (_mark[i] != data[PlaceOfMark(i)]) return false;
        return true;
    }

    private int PlaceOfMark(int index) => (_given - _markLength + index + dataSize) % dataSize;
}
