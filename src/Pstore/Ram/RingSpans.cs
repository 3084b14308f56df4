namespace Pstore.Ram;

/// <summary>
/// The valid bytes of a ring in the order in which they were written (persistent_ram_save_old):
/// data[start..size), then data[0..start).
/// </summary>
public readonly ref struct RingSpans
{
    /// <summary>The older bytes.</summary>
    public ReadOnlySpan<byte> First { get; }

    /// <summary>The newer bytes.</summary>
    public ReadOnlySpan<byte> Second { get; }

    /// <summary>Splits <paramref name="data"/>; start ≤ size ≤ data length must hold.</summary>
    public RingSpans(ReadOnlySpan<byte> data, int start, int size)
    {
        First = data[start..size];
        Second = data[..start];
    }

    /// <summary>Bytes in both parts.</summary>
    public int Length => First.Length + Second.Length;

    /// <summary>Copies both parts, oldest byte first.</summary>
    public void CopyTo(Span<byte> destination)
    {
        First.CopyTo(destination);
        Second.CopyTo(destination[First.Length..]);
    }

    /// <summary>
    /// One run of the valid bytes: a slice of <paramref name="data"/> where the ring lies in one piece, else a copy.
    /// </summary>
    public static ReadOnlyMemory<byte> Unroll(ReadOnlyMemory<byte> data, int start, int size)
    {
        if (start == 0 || start == size) return data[..size];
        byte[] run = new byte[size];
        new RingSpans(data.Span, start, size).CopyTo(run);
        return run;
    }
}
