using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pstore.Ecc;

/// <summary>
/// Checks four whole blocks at once, for parity sizes up to 16: the remainder is one vector, four bytes of data are
/// divided per step (one table for each), and four independent blocks hide the latency of the table look-ups.
/// </summary>
internal sealed class VectorCheck
{
    /// <summary>Blocks per call.</summary>
    public const int Blocks = 4;

    /// <summary>The largest parity that fits a vector.</summary>
    public const int MaxParity = 16;

    private const int BytesPerStep = 4;
    private const int Block = Limits.EccBlockSize;

    private readonly int _paritySize;
    private readonly Vector128<byte> _parityMask;

    /// <summary>Table k is what a byte leaves behind when 3 - k more bytes follow it in the same step.</summary>
    private readonly Vector128<byte>[] _tables = new Vector128<byte>[BytesPerStep * 256];

    public VectorCheck(RemainderTable rows, int paritySize)
    {
        _paritySize = paritySize;
        Span<byte> row = stackalloc byte[MaxParity];
        row[..paritySize].Fill(0xFF);
        _parityMask = Vector128.Create<byte>(row);

        // Every table is linear in its index: the rows of the eight single bits give all others.
        for (int value = 1; value < 256; value <<= 1)
        {
            rows.CopyRow(value, row);
            Vector128<byte> rest = Vector128.Create<byte>(row);
            _tables[((BytesPerStep - 1) * 256) + value] = rest;
            for (int table = BytesPerStep - 2; table >= 0; table--)
            {
                // One more zero byte divided: what is in front falls out and is replaced by its own row.
                rows.CopyRow(rest.ToScalar(), row);
                rest = DropOne(rest) ^ Vector128.Create<byte>(row);
                _tables[(table * 256) + value] = rest;
            }
        }

        for (int table = 0; table < BytesPerStep; table++)
        {
            Span<Vector128<byte>> entries = _tables.AsSpan(table * 256, 256);
            for (int value = 1; value < entries.Length; value++) entries[value] = entries[value & (value - 1)] ^ entries[value & -value];
        }
    }

    /// <summary>Whether this processor has what makes the vector check worth while.</summary>
    public static bool IsSupported => (Sse2.IsSupported || AdvSimd.IsSupported) && BitConverter.IsLittleEndian;

    /// <summary>Checks four blocks.</summary>
    /// <param name="data">Four blocks of 128 bytes; more may follow.</param>
    /// <param name="parity">Four parities, one behind the other; more may follow.</param>
    /// <returns>Bit i is set when block i is a code word.</returns>
    public int CleanBlocks(ReadOnlySpan<byte> data, ReadOnlySpan<byte> parity)
    {
        // Checked once here: the loop reads inside of these 512 bytes, and each table index is a byte.
        ref byte bytes = ref MemoryMarshal.GetReference(data[..(Blocks * Block)]);
        ref Vector128<byte> tables = ref MemoryMarshal.GetArrayDataReference(_tables);

        Vector128<byte> first = default;
        Vector128<byte> second = default;
        Vector128<byte> third = default;
        Vector128<byte> fourth = default;
        for (nuint i = 0; i < Block; i += BytesPerStep)
        {
            first = Step(first, ref Unsafe.Add(ref bytes, i), ref tables);
            second = Step(second, ref Unsafe.Add(ref bytes, i + Block), ref tables);
            third = Step(third, ref Unsafe.Add(ref bytes, i + (2 * Block)), ref tables);
            fourth = Step(fourth, ref Unsafe.Add(ref bytes, i + (3 * Block)), ref tables);
        }

        return (first == Parity(parity, 0) ? 1 : 0)
            | (second == Parity(parity, 1) ? 2 : 0)
            | (third == Parity(parity, 2) ? 4 : 0)
            | (fourth == Parity(parity, 3) ? 8 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Step(Vector128<byte> state, ref byte data, ref Vector128<byte> tables)
    {
        uint feedback = state.AsUInt32().ToScalar() ^ Unsafe.ReadUnaligned<uint>(ref data);
        return DropFour(state)
            ^ Unsafe.Add(ref tables, (nuint)(byte)feedback)
            ^ Unsafe.Add(ref tables, (nuint)(byte)(feedback >> 8) + 256)
            ^ Unsafe.Add(ref tables, (nuint)(byte)(feedback >> 16) + 512)
            ^ Unsafe.Add(ref tables, (nuint)(feedback >> 24) + 768);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> DropFour(Vector128<byte> state)
    {
        if (Sse2.IsSupported) return Sse2.ShiftRightLogical128BitLane(state, 4);
        if (AdvSimd.IsSupported) return AdvSimd.ExtractVector128(state, Vector128<byte>.Zero, 4);
        return Vector128.Shuffle(state.AsUInt32(), Vector128.Create(1u, 2, 3, uint.MaxValue)).AsByte();
    }

    private static Vector128<byte> DropOne(Vector128<byte> state)
    {
        Vector128<ulong> words = state.AsUInt64();
        ulong low = words.ToScalar();
        ulong high = words.GetElement(1);
        return Vector128.Create((low >> 8) | (high << 56), high >> 8).AsByte();
    }

    private Vector128<byte> Parity(ReadOnlySpan<byte> parity, int block)
    {
        ReadOnlySpan<byte> own = parity[(block * _paritySize)..];
        if (own.Length >= MaxParity) return Vector128.Create(own) & _parityMask;
        Span<byte> padded = stackalloc byte[MaxParity];
        padded.Clear();
        own[.._paritySize].CopyTo(padded);
        return Vector128.Create<byte>(padded);
    }
}
