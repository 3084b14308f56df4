namespace PstoreAgent.Sources.Memory;

/// <summary>
/// Stores into a mapping. Each is one aligned store of 8, 4, 2 or 1 bytes, the widest that address and length allow, in
/// the order of addresses: Device memory faults on any other, and what a reset cuts off is then whole up to some word.
/// Volatile.Write of an aligned integer is one store and never becomes a block copy, while Span.CopyTo, Fill and Clear do.
/// </summary>
internal sealed unsafe partial class MemoryMapping
{
    /// <summary>Bytes of the next store at a place of this alignment.</summary>
    /// <param name="place">Address, or offset from any multiple of 8.</param>
    /// <param name="left">Bytes that are still to be stored, at least 1.</param>
    public static int WidthAt(long place, long left)
    {
        int width = Word;
        while (width > left || (place & (width - 1)) != 0) width >>= 1;
        return width;
    }

    /// <summary>Stores bytes from byte <paramref name="offset"/> of the range on.</summary>
    public void Store(long offset, ReadOnlySpan<byte> bytes)
    {
        for (long at = _inPage + offset; !bytes.IsEmpty;)
        {
            int width = WidthAt(at, bytes.Length);
            ulong value = 0;
            for (int i = 0; i < width; i++) value |= (ulong)bytes[i] << (8 * i);
            StoreOne(at, width, value);
            at += width;
            bytes = bytes[width..];
        }
    }

    /// <summary>Stores <paramref name="length"/> zeros from byte <paramref name="offset"/> of the range on.</summary>
    public void StoreZeros(long offset, long length)
    {
        for (long at = _inPage + offset, end = at + length; at < end;)
        {
            int width = WidthAt(at, end - at);
            StoreOne(at, width, 0);
            at += width;
        }
    }

    /// <summary>What was stored before is visible before anything that is loaded or stored from here on.</summary>
    public static void Barrier() => Interlocked.MemoryBarrier();

    private void StoreOne(long at, int width, ulong value)
    {
        byte* place = _pages + at;
        switch (width)
        {
            case 8:
                Volatile.Write(ref *(ulong*)place, value);
                break;
            case 4:
                Volatile.Write(ref *(uint*)place, (uint)value);
                break;
            case 2:
                Volatile.Write(ref *(ushort*)place, (ushort)value);
                break;
            default:
                Volatile.Write(ref *place, (byte)value);
                break;
        }
    }
}
