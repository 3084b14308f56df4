namespace Pstore;

/// <summary>Stable numbers of diagnostics; "PST" and four digits in output. A number is never used for another meaning.</summary>
public enum DiagnosticId
{
    /// <summary>mem_size is 0.</summary>
    NoMemorySize = 1,

    /// <summary>All four zone sizes are 0.</summary>
    NoZoneSizes = 2,

    /// <summary>A zone does not fit in the region; the sum is in the message.</summary>
    NoRoom = 3,

    /// <summary>The memory left for dmesg is smaller than one record.</summary>
    RecordCountZero = 4,

    /// <summary>A zone is no larger than its header.</summary>
    ZoneTooSmall = 5,

    /// <summary>The parity bytes don't fit in the zone, or the block code word.</summary>
    EccTooLarge = 6,

    /// <summary>The size in a zone header is larger than the zone's data area.</summary>
    SizeExceedsZone = 7,

    /// <summary>The start in a zone header is larger than its size.</summary>
    StartExceedsSize = 8,

    /// <summary>A zone has no zone signature.</summary>
    BadSignature = 9,

    /// <summary>A signature with a few flipped bits was taken for what it must have been.</summary>
    SignatureFlipped = 10,

    /// <summary>A zone header is lost, its data was read without it.</summary>
    HeaderLost = 11,

    /// <summary>The ring was caught in the middle of an update.</summary>
    TornUpdate = 12,

    /// <summary>Bytes were corrected by ECC.</summary>
    EccCorrected = 13,

    /// <summary>Blocks that ECC could not repair.</summary>
    EccUncorrectable = 14,

    /// <summary>A dmesg record has no header line; kernels from 4.2 throw it away.</summary>
    NoDmesgHeader = 15,

    /// <summary>A compressed record is damaged or cut; what could be unpacked is kept.</summary>
    CompressedDamaged = 16,

    /// <summary>A compressed record could not be unpacked at all.</summary>
    CompressedUnreadable = 17,

    /// <summary>The kernel swallows the first payload byte of this record as white space.</summary>
    FirstByteSwallowed = 18,

    /// <summary>A record with no payload ends the kernel's scan: it shows none of the later ones.</summary>
    ScanEndsHere = 19,

    /// <summary>A zone lies beyond the end of the image.</summary>
    ZoneOutsideImage = 21,

    /// <summary>Part of the layout is a guess.</summary>
    LayoutGuessed = 22,

    /// <summary>No layout fits the bytes.</summary>
    LayoutUnknown = 23,

    /// <summary>The kernel version is assumed, not found.</summary>
    KernelAssumed = 24,

    /// <summary>A second dump stands behind the first in a zone.</summary>
    AppendedDump = 25,

    /// <summary>A bound of this program was reached; the rest was left out.</summary>
    LimitReached = 26,

    /// <summary>Zone headers that the layout does not explain.</summary>
    UnexplainedHeaders = 27,

    /// <summary>Headers contradict what the kernel version says about the layout.</summary>
    LayoutContradictsVersion = 28,

    /// <summary>The record was cut by its writer because it fills its zone.</summary>
    RecordCut = 29,

    /// <summary>An empty zone has a start that is not 0.</summary>
    StartWithoutSize = 30,

    /// <summary>The kernel ignores a device-tree node, or a region on its command line; the reason is in the message.</summary>
    RegionIgnored = 31,

    /// <summary>Two sources tell different things about the region.</summary>
    SourcesDisagree = 32,

    /// <summary>Parameters that the chosen source lacks were taken from another one with the same address.</summary>
    ParametersFrom = 33,

    /// <summary>A source names a region and lacks its address or size.</summary>
    RegionIncomplete = 34,

    /// <summary>A source was there but could not be read without more rights.</summary>
    SourceRefused = 35,

    /// <summary>The kernel refuses a value on its command line.</summary>
    ParameterRefused = 36,

    /// <summary>No source names the region: the reference address is tried because memory is there, or because it was asked for.</summary>
    ReferenceRegion = 37,

    /// <summary>The zone headers contradict the sizes that the machine names; they were followed.</summary>
    ExpectationContradicted = 38,

    /// <summary>No zone header confirms the sizes that the machine names.</summary>
    LayoutUnconfirmed = 39,

    /// <summary>There are zone headers, but no layout with the sizes given has zones there.</summary>
    SizesContradicted = 43,

    /// <summary>Bytes changed while they were read.</summary>
    RegionChanging = 40,

    /// <summary>A source could not be read.</summary>
    SourceUnreadable = 41,

    /// <summary>Reading the mounted file system has side effects on the region.</summary>
    MountSideEffect = 42,

    /// <summary>The kernel refuses a size of a block store.</summary>
    SizeRefused = 44,

    /// <summary>A size that pstore_blk can't come to, though pstore_zone takes it.</summary>
    SizeOfNoParameter = 45,

    /// <summary>A zone lies in a bad block of the flash and is not read.</summary>
    BadBlock = 46,

    /// <summary>A header on which the kernel's recovery of the whole store fails: it shows nothing.</summary>
    RecoveryFails = 47,

    /// <summary>A dump's header lacks its magic number, or holds what it can't; the kernel passes it over.</summary>
    BadDumpHeader = 48,

    /// <summary>The reading kernel has no such backend.</summary>
    BackendUnknown = 49,
}
