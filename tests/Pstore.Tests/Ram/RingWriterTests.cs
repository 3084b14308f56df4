using System.Buffers.Binary;
using Pstore.Ecc;
using Pstore.Ram;
using Xunit;

namespace Pstore.Tests.Ram;

/// <summary>What is appended is what a kernel reads, and so is every state that a reset may leave on the way there.</summary>
public sealed class RingWriterTests
{
    // Two sizes around which the low half of the counters wraps: a half-stored size is then far below start.
    private const int Small = 700, Large = 66_000;

    public static TheoryData<int, int, int> Cases()
    {
        var data = new TheoryData<int, int, int>();
        foreach (int ecc in (int[])[0, 1, 16])
            foreach (int alignment in (int[])[0, 1, 2, 3])
                foreach (int size in (int[])[Small, Large]) data.Add(ecc, alignment, size);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_ring_holds_the_newest_bytes(int ecc, int alignment, int size)
    {
        var random = new Random(size + ecc + alignment);
        Memory memory = Noise(size, random);
        var writer = new RingWriter(Place(size, ecc), memory.Bytes, (ulong)alignment, memory);
        writer.Prepare();
        Assert.Equal(ZoneState.Empty, Attach(memory.Bytes, ecc).State);

        var written = new List<byte>();
        for (int i = 0; i < 20; i++)
        {
            byte[] record = new byte[random.Next(1, i % 10 == 9 ? writer.Capacity + 1 : writer.Capacity / 7)];
            random.NextBytes(record);
            writer.Append(record);
            written.AddRange(record);
            AttachedZone zone = Attach(memory.Bytes, ecc);
            int held = Math.Min(written.Count, writer.Capacity);
            Assert.Equal(ZoneState.Valid, zone.State);
            Assert.Equal(written[^held..], zone.Log().ToArray());
            Assert.Equal(default, zone.Ecc);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void After_every_single_store_the_zone_is_one_that_a_kernel_accepts(int ecc, int alignment, int size)
    {
        var random = new Random(7);
        Memory memory = Noise(size, random);
        var writer = new RingWriter(Place(size, ecc), memory.Bytes, (ulong)alignment, memory);
        writer.Prepare();
        byte[] record = new byte[writer.Capacity / 3 * 2];

        // One that ends below where the low half of the counters wraps, then steps across it and around the ring.
        writer.Append(record.AsSpan(0, Math.Min(record.Length, 65_530 - 40)));
        for (int i = 0; i < 20; i++)
        {
            memory.AfterEach = alignment % 4 == 0 ? 4 : alignment % 2 == 0 ? 2 : 1;
            memory.Check = bytes =>
            {
                ZoneHeader header = ZoneHeader.Read(bytes, bigEndian: false);
                Assert.Equal(ZoneHeader.BaseSignature, header.Signature);
                Assert.True(header.Fits(writer.Capacity), $"start 0x{header.Start:x}, size 0x{header.Size:x} of 0x{writer.Capacity:x}");
            };
            writer.Append(record.AsSpan(0, 20 + i));
        }

        Assert.Equal(default, Attach(memory.Bytes, ecc).Ecc);
    }

    [Fact]
    public void What_lies_in_a_valid_zone_stays_in_front_of_what_is_appended()
    {
        Memory memory = Noise(Small, new Random(1));
        Zone place = Place(Small, 16);
        var first = new RingWriter(place, memory.Bytes, 0, memory);
        first.Prepare();
        first.Append("before"u8);

        // A flipped bit that ECC can repair is put right, and costs nothing.
        memory.Bytes[5] ^= 0x10;
        var second = new RingWriter(place, memory.Bytes, 0, memory);
        second.Prepare();
        second.Append(" and after"u8);
        AttachedZone zone = Attach(memory.Bytes, 16);
        Assert.Equal("before and after"u8.ToArray(), zone.Log().ToArray());
        Assert.Equal(default, zone.Ecc);
    }

    [Fact]
    public void A_record_that_does_not_fit_is_refused_whole()
    {
        Memory memory = Noise(Small, new Random(1));
        var writer = new RingWriter(Place(Small, 0), memory.Bytes, 0, memory);
        writer.Prepare();
        byte[] before = [.. memory.Bytes];
        Assert.Throws<ArgumentException>(() => writer.Append(new byte[writer.Capacity + 1]));
        Assert.Equal(before, memory.Bytes);
    }

    private static Zone Place(int size, int ecc)
    {
        Assert.True(EccGeometry.TryCreate(size, ecc, newFormula: true, out EccGeometry geometry));
        return new Zone(ZoneKind.Pmsg, 0, 1, 0, size, geometry);
    }

    private static AttachedZone Attach(byte[] bytes, int ecc) =>
        AttachedZone.Attach(bytes, Place(bytes.Length, ecc), ZoneHeader.BaseSignature, bigEndian: false, ReedSolomonRules.Strict);

    private static Memory Noise(int size, Random random)
    {
        var memory = new Memory(size);
        random.NextBytes(memory.Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(memory.Bytes, 0x12345678);
        return memory;
    }

    /// <summary>Memory that is stored to in pieces, and looked at after each.</summary>
    private sealed class Memory(int size) : IZoneMemory
    {
        public byte[] Bytes { get; } = new byte[size];

        /// <summary>Bytes of the widest store.</summary>
        public int AfterEach { get; set; } = int.MaxValue;

        public Action<byte[]>? Check { get; set; }

        public void Store(int offset, ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                int count = Math.Min(AfterEach, bytes.Length);
                bytes[..count].CopyTo(Bytes.AsSpan(offset));
                offset += count;
                bytes = bytes[count..];
                Check?.Invoke(Bytes);
            }
        }

        public void Barrier()
        {
        }
    }
}
