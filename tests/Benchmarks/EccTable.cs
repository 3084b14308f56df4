using Pstore;
using Pstore.Ecc;

namespace Benchmarks;

/// <summary>Speed of the clean check and of repairs.</summary>
internal static class EccTable
{
    private const int ZoneSize = 1 << 20;

    public static void Print()
    {
        Console.WriteLine("ECC                            Parity    Result");
        foreach (int size in (int[])[4, 8, 16, 32])
        {
            (byte[] zone, EccGeometry geometry) = Zone(size);
            double seconds = Timer.Seconds(() => ZoneEcc.RepairData(zone, geometry, geometry.DataSize, ReedSolomonRules.Strict, out _));
            Console.WriteLine($"{"clean check",-30} {size,6} {geometry.DataSize / seconds / 1e6,9:F0} MB/s");
        }

        foreach (int errors in (int[])[1, 4, 8])
        {
            (byte[] zone, EccGeometry geometry) = Zone(16);
            int blocks = geometry.DataSize / Limits.EccBlockSize;
            for (int block = 0; block < blocks; block++)
                for (int i = 0; i < errors; i++) zone[Limits.ZoneHeaderSize + (block * Limits.EccBlockSize) + (i * 15)] ^= 0x5A;
            double seconds = Timer.Seconds(() => ZoneEcc.RepairData(zone, geometry, geometry.DataSize, ReedSolomonRules.Strict, out _));
            Console.WriteLine($"{$"repair, {errors} bytes a block",-30} {16,6} {blocks / seconds,9:F0} blocks/s");
        }
    }

    private static (byte[] Zone, EccGeometry Geometry) Zone(int parity)
    {
        byte[] zone = new byte[ZoneSize];
        new Random(parity).NextBytes(zone);
        if (!EccGeometry.TryCreate(ZoneSize, parity, newFormula: true, out EccGeometry geometry)) throw new InvalidOperationException("no room for parity");
        ReedSolomon code = ReedSolomon.ForParity(parity);
        for (int at = 0, block = 0; at < geometry.DataSize; at += Limits.EccBlockSize, block++)
        {
            int length = Math.Min(Limits.EccBlockSize, geometry.DataSize - at);
            code.Encode(zone.AsSpan(Limits.ZoneHeaderSize + at, length), zone.AsSpan(geometry.ParityOffset(block), parity));
        }

        return (zone, geometry);
    }
}
