using Pstore.Recovery;

namespace Pstore.Blk;

/// <summary>What a dump's payload gave.</summary>
/// <param name="Text">The text, with the line that the kernel puts before one that is not packed; the packed bytes where nothing could be unpacked.</param>
/// <param name="Length">Bytes of the payload that it took.</param>
/// <param name="Packing">How it was packed.</param>
/// <param name="IsNothing">Whether there is no dump at all.</param>
internal readonly record struct KmsgContent(ReadOnlyMemory<byte> Text, int Length, PackingInfo Packing, bool IsNothing);
