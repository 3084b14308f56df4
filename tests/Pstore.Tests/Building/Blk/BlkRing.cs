using System.Buffers.Binary;

namespace Pstore.Tests.Building.Blk;

/// <summary>One ring of a store: the copy in the writing kernel's memory, and what of it was written out.</summary>
public sealed class BlkRing
{
    private readonly uint _signature;
    private readonly byte[] _store;
    private readonly bool _bigEndian;
    private readonly byte[] _memory;
    private List<byte> _log = [];
    private int _start;
    private int _length;

    internal BlkRing(BuiltZoneKind kind, int index, int offset, int size, uint signature, byte[] store, bool bigEndian)
    {
        (Kind, Index, Offset, Size) = (kind, index, offset, size);
        (_signature, _store, _bigEndian) = (signature, store, bigEndian);
        _memory = new byte[size - BuiltZone.HeaderSize];
        Boot();
    }

    public BuiltZoneKind Kind { get; }

    public int Index { get; }

    public int Offset { get; }

    public int Size { get; }

    public int DataSize => _memory.Length;

    public int DataOffset => Offset + BuiltZone.HeaderSize;

    /// <summary>Whether a header of this ring was ever written.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>What the next boot must find in it, oldest byte first.</summary>
    public byte[] Log { get; private set; } = [];

    public void Boot()
    {
        _memory.AsSpan().Fill(0xFF);
        _log = [];
        _start = _length = 0;
    }

    /// <summary>A write (psz_record_write): to the ring's end, then from its front; the length stays full from then on.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        _log.AddRange(bytes);
        bool isFull = _length >= DataSize;
        bytes = bytes[Math.Max(0, bytes.Length - DataSize)..];
        int room = DataSize - _start;
        if (bytes.Length > room)
        {
            Store(bytes[..room], _start);
            bytes = bytes[room..];
            _start = 0;
            isFull = true;
        }

        Store(bytes, _start);
        _length = isFull ? DataSize : _start + bytes.Length;
        _start += bytes.Length;
        PutHeader((uint)_length, (uint)_start);
        if (_log.Count > DataSize) _log.RemoveRange(0, _log.Count - DataSize);
        Log = [.. _log];
        IsWritten = true;
    }

    /// <summary>All of the ring as it is in memory, 0xFF where nothing was recorded: what the kernel's delayed cleaner does.</summary>
    public void FlushAll()
    {
        if (_length > 0) _memory.CopyTo(_store, DataOffset);
    }

    /// <summary>Unlinks its file before anything new was recorded: the length goes, start stays.</summary>
    public void Erase()
    {
        Put(4, 0);
        Log = [];
    }

    public void PutHeader(uint length, uint start)
    {
        Put(0, _signature);
        Put(4, length);
        Put(8, start);
    }

    private void Store(ReadOnlySpan<byte> bytes, int at)
    {
        bytes.CopyTo(_memory.AsSpan(at));
        bytes.CopyTo(_store.AsSpan(DataOffset + at));
    }

    private void Put(int at, uint value)
    {
        if (_bigEndian) BinaryPrimitives.WriteUInt32BigEndian(_store.AsSpan(Offset + at), value);
        else BinaryPrimitives.WriteUInt32LittleEndian(_store.AsSpan(Offset + at), value);
    }
}
