namespace Pstore;

/// <summary>What the writing machine settles about integers in a region: nothing in a region is byte-swapped by the kernel.</summary>
/// <param name="BigEndian">Integers are big-endian (ppc64be, s390, mips).</param>
/// <param name="WordSize">Bytes of the kernel's unsigned long: 4 or 8.</param>
public readonly record struct WriterFormat(bool BigEndian, int WordSize)
{
    /// <summary>arm64, x86-64, riscv64: little-endian, 64 bits.</summary>
    public static readonly WriterFormat LittleEndian64 = new(false, 8);
}
