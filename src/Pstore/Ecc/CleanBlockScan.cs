using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pstore.Ecc;

/// <summary>
/// Checks whole blocks of 128 bytes against their parity, four at a time. The remainder of a division is one vector;
/// each data byte shifts it by one place and adds a row of the table. One block alone would wait for each load:
/// four blocks in step keep the processor busy. For codes of up to 16 parity bytes.
/// </summary>
internal static class CleanBlockScan
{
    public const int MaxParity = 16;
    private const int Lanes = 4;

    /// <summary>Whether this machine has the vector instructions.</summary>
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.IsSupported;

    /// <summary>
    /// How many blocks from <paramref name="first"/> on are clean, in whole steps of four: 0 when one of the first four is not.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="data">The data area.</param>
    /// <param name="parity">The parity area; block i's at i · parity size. 16 readable bytes are needed from each block's parity on.</param>
    /// <param name="first">First block to check.</param>
    /// <param name="count">How many whole blocks there are from <paramref name="first"/> on.</param>
    public static int CountClean(ReedSolomon code, ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity, int first, int count)
    {
        int size = code.ParitySize;
        Vector128<byte> mask = Mask(size);
        int clean = 0;
        while (clean + Lanes <= count)
        {
            int block = first + clean;
            int lastParity = (block + Lanes - 1) * size;
            if (lastParity + Vector128<byte>.Count > parity.Length) break;
            ReadOnlySpan<byte> four = data.Slice(block * Limits.EccBlockSize, Lanes * Limits.EccBlockSize);
            if (!AreClean(code.Rows, four, parity[(block * size)..], size, mask)) break;
            clean += Lanes;
        }

        return clean;
    }

    private static bool AreClean(ReadOnlySpan<byte> rows, ReadOnlySpan<byte> four, ReadOnlySpan<byte> parity, int size, Vector128<byte> mask)
    {
        ref byte data = ref MemoryMarshal.GetReference(four);
        ref Vector128<byte> table = ref Unsafe.As<byte, Vector128<byte>>(ref MemoryMarshal.GetReference(rows));
        Vector128<byte> a = default, b = default, c = default, d = default;
        for (nuint i = 0; i < Limits.EccBlockSize; i++)
        {
            a = Step(a, Unsafe.Add(ref data, i), ref table);
            b = Step(b, Unsafe.Add(ref data, i + Limits.EccBlockSize), ref table);
            c = Step(c, Unsafe.Add(ref data, i + (2 * Limits.EccBlockSize)), ref table);
            d = Step(d, Unsafe.Add(ref data, i + (3 * Limits.EccBlockSize)), ref table);
        }

        Vector128<byte> differences =
            (a ^ Vector128.Create(parity))
            | (b ^ Vector128.Create(parity[size..]))
            | (c ^ Vector128.Create(parity[(2 * size)..]))
            | (d ^ Vector128.Create(parity[(3 * size)..]));
        return (differences & mask) == default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Step(Vector128<byte> remainder, byte symbol, ref Vector128<byte> table)
    {
        byte lead = (byte)(symbol ^ remainder.ToScalar());
        Vector128<byte> shifted = Sse2.IsSupported
            ? Sse2.ShiftRightLogical128BitLane(remainder, 1)
            : AdvSimd.ExtractVector128(remainder, default, 1);
        return shifted ^ Unsafe.Add(ref table, (nuint)lead);
    }

    private static Vector128<byte> Mask(int size)
    {
        Span<byte> mask = stackalloc byte[Vector128<byte>.Count];
        mask.Clear();
        mask[..size].Fill(0xFF);
        return Vector128.Create<byte>(mask);
    }
}
