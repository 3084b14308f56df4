using Microsoft.Extensions.Logging;
using Pstore;
using Pstore.Compression;
using PstoreAgent.Discovery;
using PstoreAgent.Sources;

namespace PstoreAgent.CommandLine;

/// <summary>The options of all commands that read a region; null where not given.</summary>
internal sealed record CommonOptions : DiscoveryOptions
{
    public string? Image { get; init; }

    public long Offset { get; init; }

    /// <summary>The one source to read; null: those that serve.</summary>
    public SourceKind? Source { get; init; }

    public KernelVersion? Reader { get; init; }

    public CompressionKind? ReaderCompress { get; init; }

    public string? Symbols { get; init; }

    public ulong? KaslrOffset { get; init; }

    public bool? BigEndian { get; init; }

    public int? WordSize { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
