using Pstore.Compression;

namespace Pstore.Recovery;

/// <summary>How a dmesg record was packed and how unpacking went.</summary>
/// <param name="Kind">The compressor, or None.</param>
/// <param name="PackedSize">Bytes on the medium.</param>
/// <param name="Status">How unpacking ended.</param>
/// <param name="BrokeAt">Byte of the packed payload where it broke; null when it did not.</param>
public readonly record struct PackingInfo(CompressionKind Kind, int PackedSize, DecodeStatus Status, int? BrokeAt)
{
    /// <summary>Not packed.</summary>
    public static PackingInfo Plain(int size) => new(CompressionKind.None, size, DecodeStatus.Complete, null);

    /// <summary>Whether all of it was unpacked.</summary>
    public bool IsWhole => Status == DecodeStatus.Complete;
}
