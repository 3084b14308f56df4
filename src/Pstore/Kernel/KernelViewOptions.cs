using Pstore.Compression;

namespace Pstore.Kernel;

/// <summary>Who reads the region, and what wrote it.</summary>
/// <param name="Reader">The kernel whose view is wanted: layout, signatures, limits, notices, names and order are its.</param>
/// <param name="Writer">The kernel that wrote it: it settles the shape of ftrace entries.</param>
/// <param name="BigEndian">Byte order of the region.</param>
/// <param name="WordSize">Bytes of the writer's unsigned long; null: from the entries.</param>
/// <param name="Compressor">The compressor of the reading kernel; null: the record's, if that version could have it; None: it has none.</param>
public sealed record KernelViewOptions(KernelVersion Reader, KernelVersion Writer, bool BigEndian = false, int? WordSize = null, CompressionKind? Compressor = null);
