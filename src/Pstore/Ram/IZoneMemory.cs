namespace Pstore.Ram;

/// <summary>The memory of a zone, into which something is stored.</summary>
public interface IZoneMemory
{
    /// <summary>Stores bytes from byte <paramref name="offset"/> of the zone on, in the order of addresses.</summary>
    void Store(int offset, ReadOnlySpan<byte> bytes);

    /// <summary>What was stored before reaches memory before what is stored behind this.</summary>
    void Barrier();
}
