using System.Buffers.Binary;

namespace Pstore.Tests.Building;

/// <summary>Harms a region in ways whose extent is known: ECC repairs a codeword with at most EccSize / 2 wrong bytes.</summary>
public static class Damage
{
    /// <summary>Changes exactly <paramref name="count"/> bytes (or all there are) of the 12-byte header and its parity; returns how many.</summary>
    public static int Header(RegionBuilder region, BuiltZone zone, int count, Random random, DamageTarget target = DamageTarget.Message) =>
        Codeword(region, zone.Offset, BuiltZone.HeaderSize, zone.HeaderParityOffset, zone.EccSize, count, random, target);

    /// <summary>Changes exactly <paramref name="count"/> bytes of one block and its parity.</summary>
    public static int Block(RegionBuilder region, BuiltZone zone, int block, int count, Random random, DamageTarget target = DamageTarget.Message) =>
        Codeword(region, zone.BlockOffset(block), zone.BlockLength(block), zone.BlockParityOffset(block), zone.EccSize, count, random, target);

    /// <summary>Changes <paramref name="count"/> bytes of each block that holds part of the log; returns the number of blocks.</summary>
    public static int EveryBlock(RegionBuilder region, BuiltZone zone, int count, Random random, DamageTarget target = DamageTarget.Both)
    {
        int blocks = ((int)region.Truth(zone).Size + BuiltZone.BlockSize - 1) / BuiltZone.BlockSize;
        for (int block = 0; block < blocks; block++) Block(region, zone, block, count, random, target);
        return blocks;
    }

    /// <summary>Changes <paramref name="count"/> (1 to 4) bytes of the signature.</summary>
    public static void Signature(RegionBuilder region, BuiltZone zone, int count, Random random) =>
        Flip(region.Bytes, [.. Enumerable.Range(zone.Offset, 4)], count, random);

    public static void ZeroHeader(RegionBuilder region, BuiltZone zone) =>
        region.Bytes.AsSpan(zone.Offset, BuiltZone.HeaderSize).Clear();

    /// <summary>Overwrites the start or size field (header parity stays as it was).</summary>
    public static void SetStart(RegionBuilder region, BuiltZone zone, uint value) => Put(region, zone.Offset + 4, value);

    /// <inheritdoc cref="SetStart"/>
    public static void SetSize(RegionBuilder region, BuiltZone zone, uint value) => Put(region, zone.Offset + 8, value);

    /// <summary>
    /// The machine stops in a write of <paramref name="length"/> bytes, after size grew and before start moved, the data
    /// and parity came. False where the ring was full already, as then nothing changes.
    /// </summary>
    public static bool TearUpdate(RegionBuilder region, BuiltZone zone, int length)
    {
        uint before = region.Truth(zone).Size;
        uint after = (uint)Math.Min(before + length, zone.DataSize);
        SetSize(region, zone, after);
        return after != before;
    }

    public static byte[] Truncate(byte[] image, int length) => image[..Math.Min(length, image.Length)];

    /// <summary>Changes <paramref name="count"/> different ones of these bytes.</summary>
    public static int Flip(byte[] image, IReadOnlyList<int> offsets, int count, Random random)
    {
        int[] order = [.. offsets];
        random.Shuffle(order);
        count = Math.Min(count, order.Length);
        foreach (int offset in order.AsSpan(0, count)) image[offset] ^= (byte)random.Next(1, 256);
        return count;
    }

    private static int Codeword(RegionBuilder region, int message, int length, int parity, int roots, int count, Random random, DamageTarget target)
    {
        var offsets = new List<int>();
        if (target != DamageTarget.Parity) offsets.AddRange(Enumerable.Range(message, length));
        if (target != DamageTarget.Message) offsets.AddRange(Enumerable.Range(parity, roots));
        return Flip(region.Bytes, offsets, count, random);
    }

    private static void Put(RegionBuilder region, int offset, uint value)
    {
        Span<byte> place = region.Bytes.AsSpan(offset, 4);
        if (region.Setup.BigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(place, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(place, value);
    }
}
