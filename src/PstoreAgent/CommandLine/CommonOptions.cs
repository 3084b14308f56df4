using Microsoft.Extensions.Logging;
using Pstore;
using Pstore.Compression;
using PstoreAgent.Sources;

namespace PstoreAgent.CommandLine;

/// <summary>The options of all commands that read a region; null where not given.</summary>
internal sealed record CommonOptions
{
    public string? Image { get; init; }

    public long Offset { get; init; }

    /// <summary>The one source to read; null: those that serve.</summary>
    public SourceKind? Source { get; init; }

    public ulong? MemAddress { get; init; }

    /// <summary>A device tree to take in place of the machine's.</summary>
    public string? DtbFile { get; init; }

    /// <summary>The folder that holds /proc, /sys and /dev.</summary>
    public string Root { get; init; } = "/";

    public bool ProbeReference { get; init; }

    public KernelVersion? Kernel { get; init; }

    public KernelVersion? Reader { get; init; }

    public CompressionKind? ReaderCompress { get; init; }

    public long? MemSize { get; init; }

    public long? RecordSize { get; init; }

    public long? ConsoleSize { get; init; }

    public long? FtraceSize { get; init; }

    public long? PmsgSize { get; init; }

    public int? Ecc { get; init; }

    public uint? Flags { get; init; }

    public int? Cpus { get; init; }

    public string? Symbols { get; init; }

    public ulong? KaslrOffset { get; init; }

    public bool? BigEndian { get; init; }

    public int? WordSize { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
