using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>One dump found in the bytes of a dmesg zone.</summary>
/// <param name="At">Where its header line begins.</param>
/// <param name="End">Where it ends, as far as that is known.</param>
/// <param name="Header">The header line.</param>
/// <param name="Text">Its text; the packed bytes where nothing could be unpacked.</param>
/// <param name="Packing">How it was packed.</param>
/// <param name="Swallowed">Whether the kernel takes the first byte of the payload for white space.</param>
internal readonly record struct Dump(int At, int End, DmesgHeader Header, ReadOnlyMemory<byte> Text, PackingInfo Packing, bool Swallowed);
