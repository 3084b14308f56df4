using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>One record, repaired and unpacked.</summary>
public sealed record RecoveredRecord
{
    /// <summary>What it holds.</summary>
    public required ZoneKind Kind { get; init; }

    /// <summary>Zone number for dmesg; 0 for the others. Other backends number their records as they like.</summary>
    public required long Id { get; init; }

    /// <summary>The backend that kept it, as in its file's name: "ramoops".</summary>
    public string Backend { get; init; } = "ramoops";

    /// <summary>How it was found.</summary>
    public required RecordOrigin Origin { get; init; }

    /// <summary>Distinguishes several finds of one origin in one zone, from 1; 0 where there can be but one.</summary>
    public int Number { get; init; }

    /// <summary>The text; of a trace its entries, merged, whole entries only.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The bytes of the record as they lay in memory, in writing order, repaired but still packed.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Where it begins in the region.</summary>
    public required int Offset { get; init; }

    /// <summary>Name of the zone it was found in, or "region".</summary>
    public required string ZoneName { get; init; }

    /// <summary>Time in the header line of a dump.</summary>
    public RecordTime? Time { get; init; }

    /// <summary>Reason and counter in the header of a dump of pstore_zone; null in other records.</summary>
    public DumpCount? Count { get; init; }

    /// <summary>How it was packed.</summary>
    public PackingInfo Packing { get; init; }

    /// <summary>What ECC did for it.</summary>
    public EccStatistics Ecc { get; init; }

    /// <summary>Which boot it belongs to.</summary>
    public BootRelation Boot { get; init; }

    /// <summary>Where it was read.</summary>
    public RecordPlaces Places { get; init; } = RecordPlaces.Region;

    /// <summary>Set where another record of this zone comes from the file system: the zone has meanwhile been written anew.</summary>
    public bool IsCurrentContent { get; init; }

    /// <summary>Shape of the entries of a trace.</summary>
    public FtraceFormat? Trace { get; init; }

    /// <summary>The kernel whose version is in the signature of a trace's zone.</summary>
    public KernelVersion? TraceKernel { get; init; }

    /// <summary>The name that pstorefs gives such a record, repaired: "dmesg-ramoops-0".</summary>
    public string PstoreName => $"{Kind.Name()}-{Backend}-{Id}";

    /// <summary>A name that no other record of the region has: the pstorefs name, with the origin where the kernel would not show it.</summary>
    public string Name => Origin is RecordOrigin.Live ? (IsCurrentContent ? PstoreName + CurrentSuffix : PstoreName)
        : Number > 0 ? $"{PstoreName}.{Origin.Name()}-{Number}"
        : $"{PstoreName}.{Origin.Name()}";

    /// <summary>What the name of a zone's present content ends in where its earlier content is a record too.</summary>
    public const string CurrentSuffix = ".current";

    /// <summary>Whether pstorefs shows it under its plain name.</summary>
    public bool IsShownByKernel => Origin.ShownByKernel() && !IsCurrentContent;

    /// <summary>
    /// Whether it may tell of a crash: a header vouches for it, or it is a dump whose header is damaged. What was cleared
    /// and what an earlier, longer content left was told before.
    /// </summary>
    public bool IsEvidence => Origin.IsVouchedFor() || IsDumpWithoutHeader;

    /// <summary>Whether it is a dump that was found though its zone's header is damaged.</summary>
    public bool IsDumpWithoutHeader => Kind == ZoneKind.Dmesg && Origin is RecordOrigin.SignatureFlipped or RecordOrigin.HeaderLost;

    /// <summary>The short name that people type: "dmesg-0", "console".</summary>
    public string ShortName => (Kind == ZoneKind.Dmesg ? $"dmesg-{Id}" : Kind.Name()) + Name[PstoreName.Length..];
}
