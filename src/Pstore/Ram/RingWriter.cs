using System.Buffers.Binary;
using Pstore.Ecc;

namespace Pstore.Ram;

/// <summary>
/// Appends to a zone as the kernel does (persistent_ram_write in fs/pstore/ram_core.c), for the time in which no kernel
/// owns it; of little-endian machines. A reset may come between any two stores, so each state on the way is one that the next kernel accepts: the
/// data goes first, then its parity, then size before start, then the parity of the header. It allocates nothing.
/// <para>
/// Size and start are one store each where the zone lies at a multiple of 4. Elsewhere they are several, lowest byte
/// first, and a new size that is half stored could be below start, with which all would be lost. There start becomes 0
/// first: every part of that is below the old start, every part of the growing size is then above start and below the
/// new size, and every part of the new start is below the new start. What a reset leaves meanwhile is turned the wrong
/// way or short, but no header that makes a kernel throw all away.
/// </para>
/// </summary>
public sealed class RingWriter
{
    private const int StartAt = 4, SizeAt = 8, FieldSize = 4;

    private readonly byte[] _zone;
    private readonly Zone _place;
    private readonly IZoneMemory _memory;
    private readonly bool _isAligned;
    private readonly ReedSolomon? _code;

    /// <summary>Takes over a zone.</summary>
    /// <param name="place">Where data and parity lie in it.</param>
    /// <param name="bytes">What it holds; copied.</param>
    /// <param name="address">Where it lies; the remainder by 4 counts.</param>
    /// <param name="memory">Where it is written.</param>
    /// <exception cref="ArgumentException">Zone and bytes differ in size.</exception>
    public RingWriter(Zone place, ReadOnlySpan<byte> bytes, ulong address, IZoneMemory memory)
    {
        if (bytes.Length != place.Size) throw new ArgumentException($"The zone has {place.Size} bytes, not {bytes.Length}.", nameof(bytes));
        _zone = bytes.ToArray();
        _place = place;
        _memory = memory;
        _isAligned = address % FieldSize == 0;
        _code = place.Ecc.EccSize > 0 ? ReedSolomon.ForParity(place.Ecc.EccSize) : null;
    }

    /// <summary>The most bytes of one record.</summary>
    public int Capacity => _place.DataSize;

    /// <summary>Makes the zone one that is empty, where its header, repaired as far as ECC can, is none that a kernel accepts; its start and size go first.</summary>
    public void Prepare()
    {
        Span<byte> header = stackalloc byte[Limits.ZoneHeaderSize];
        ZoneEcc.RepairHeader(_zone, _place.Ecc, ReedSolomonRules.Strict, header);
        ZoneHeader found = ZoneHeader.Read(header, bigEndian: false);
        if (found.Signature != ZoneHeader.BaseSignature || !found.Fits(_place.DataSize))
        {
            SetField(StartAt, 0);
            SetField(SizeAt, 0);
            SetField(0, ZoneHeader.BaseSignature);
        }
        else
        {
            // What ECC had to correct is put right, before the parity of the changed header says that it is right.
            for (int field = 0; field < Limits.ZoneHeaderSize; field += FieldSize)
                if (!header.Slice(field, FieldSize).SequenceEqual(_zone.AsSpan(field, FieldSize))) Put(field, header.Slice(field, FieldSize));
        }

        WriteHeaderParity();
    }

    /// <summary>Appends one record, oldest bytes falling out.</summary>
    /// <param name="record">At most <see cref="Capacity"/> bytes.</param>
    /// <exception cref="ArgumentException">It is longer.</exception>
    public void Append(ReadOnlySpan<byte> record)
    {
        int most = _place.DataSize;
        if (record.Length > most) throw new ArgumentException($"A record has at most {most} bytes.", nameof(record));
        if (record.IsEmpty) return;
        int start = (int)Field(StartAt), size = (int)Field(SizeAt);

        // A full ring may have start == size (kernels before 3.16): the next byte goes to its front.
        if (start >= most) start = 0;
        int first = Math.Min(record.Length, most - start);
        WriteData(start, record[..first]);
        if (first < record.Length) WriteData(0, record[first..]);
        _memory.Barrier();

        uint newSize = (uint)Math.Min((long)size + record.Length, most), newStart = (uint)((start + (long)record.Length) % most);
        if (!_isAligned) SetField(StartAt, 0);
        if (newSize != Field(SizeAt)) SetField(SizeAt, newSize);
        SetField(StartAt, newStart);
        WriteHeaderParity();
        _memory.Barrier();
    }

    private void WriteData(int at, ReadOnlySpan<byte> bytes)
    {
        Put(Limits.ZoneHeaderSize + at, bytes);
        if (_code == null) return;
        EccGeometry ecc = _place.Ecc;
        for (int block = at / Limits.EccBlockSize; block * Limits.EccBlockSize < at + bytes.Length; block++)
        {
            ReadOnlySpan<byte> data = _zone.AsSpan(Limits.ZoneHeaderSize + (block * Limits.EccBlockSize), ecc.BlockLength(block));
            Span<byte> parity = _zone.AsSpan(ecc.ParityOffset(block), ecc.EccSize);
            _code.Encode(data, parity);
            _memory.Store(ecc.ParityOffset(block), parity);
        }
    }

    private void WriteHeaderParity()
    {
        if (_code == null) return;
        Span<byte> parity = _zone.AsSpan(_place.Ecc.HeaderParityOffset, _place.Ecc.EccSize);
        _code.Encode(_zone.AsSpan(0, Limits.ZoneHeaderSize), parity);
        _memory.Store(_place.Ecc.HeaderParityOffset, parity);
    }

    private uint Field(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_zone.AsSpan(at));

    private void SetField(int at, uint value)
    {
        Span<byte> bytes = stackalloc byte[FieldSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Put(at, bytes);
        _memory.Barrier();
    }

    private void Put(int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_zone.AsSpan(at));
        _memory.Store(at, bytes);
    }
}
