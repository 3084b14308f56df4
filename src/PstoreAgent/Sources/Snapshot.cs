using Pstore.Ram;

namespace PstoreAgent.Sources;

/// <summary>The bytes of a region, copied once.</summary>
/// <param name="Bytes">The region.</param>
/// <param name="Name">Where they come from, for people.</param>
/// <param name="ImageSize">Bytes of the whole image.</param>
/// <param name="Start">Byte offset of the region in what it was read from.</param>
internal sealed record Snapshot(ReadOnlyMemory<byte> Bytes, string Name, long ImageSize, long Start)
{
    public SourceKind Kind { get; init; } = SourceKind.Image;

    /// <summary>How its zones look, and so which backend it is of.</summary>
    public ZoneFormat Format { get; init; } = ZoneFormat.Ramoops;

    /// <summary>Physical address of the first byte, where it is known.</summary>
    public ulong? Address { get; init; }

    /// <summary>What changed while it was copied.</summary>
    public IReadOnlyList<ByteRange> Unstable { get; init; } = [];

    /// <summary>What a copy of it is called.</summary>
    public string FileName => Format.HasKmsgHeader ? "pstore_blk.bin" : "region.bin";
}
