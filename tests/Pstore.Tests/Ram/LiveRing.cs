using Pstore.Ram;

namespace Pstore.Tests.Ram;

/// <summary>A zone as persistent_ram_write fills it, step by step: size, start, then the data, in two pieces where it wraps.</summary>
/// <param name="size">Bytes of the ring.</param>
/// <param name="wrapsAtEnd">Newer kernels set start to 0 when it reaches the end; older ones leave it there.</param>
internal sealed class LiveRing(int size, bool wrapsAtEnd)
{
    public byte[] Data { get; } = new byte[size];

    public ZoneHeader Header { get; private set; } = new(ZoneHeader.BaseSignature, 0, 0);

    /// <summary>Writes; <paramref name="between"/> is called between its steps, with how many bytes of it are there.</summary>
    public void Write(ReadOnlySpan<byte> bytes, Action<int>? between = null)
    {
        if (bytes.Length > size) bytes = bytes[^size..];
        Header = Header with { Size = (uint)Math.Min(Header.Size + bytes.Length, size) };
        int at = (int)Header.Start, next = at + bytes.Length;
        if (next > size || (wrapsAtEnd && next == size)) next -= size;
        between?.Invoke(0);
        Header = Header with { Start = (uint)next };
        between?.Invoke(0);
        int first = Math.Min(bytes.Length, size - at);
        bytes[..first].CopyTo(Data.AsSpan(at));
        if (first < bytes.Length) between?.Invoke(first);
        bytes[first..].CopyTo(Data);
    }

    /// <summary>As the driver does when it is bound again; the bytes stay.</summary>
    public void Zap() => Header = Header with { Start = 0, Size = 0 };
}
