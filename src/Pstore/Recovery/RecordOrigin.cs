using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>How a record was found, and so what the kernel would make of it.</summary>
public enum RecordOrigin
{
    /// <summary>By a valid zone header; the kernel shows it too.</summary>
    Live,

    /// <summary>As live ones, but the kernel's scan ends before it.</summary>
    BehindScanEnd,

    /// <summary>By a valid zone header, but without the header line that the kernel wants of a dump.</summary>
    NoHeaderLine,

    /// <summary>A further dump behind the first in one zone.</summary>
    Appended,

    /// <summary>The ring was caught in mid-update: its bytes from the front on, not turned by start.</summary>
    Linear,

    /// <summary>A trace of another kernel version than the one that reads.</summary>
    OtherKernel,

    /// <summary>The zone was cleared (start and size are 0); its bytes are still there.</summary>
    Cleared,

    /// <summary>Behind the valid bytes of its zone: what an earlier, longer content left.</summary>
    StaleTail,

    /// <summary>By a signature with flipped bits and counters that fit.</summary>
    SignatureFlipped,

    /// <summary>The header is lost; found by what the data looks like.</summary>
    HeaderLost,
}

/// <summary>Words for origins.</summary>
public static class RecordOrigins
{
    /// <summary>Whether the kernel's own view has the record.</summary>
    public static bool ShownByKernel(this RecordOrigin origin) => origin == RecordOrigin.Live;

    /// <summary>Whether a valid zone header says that the record is there, whatever the kernel makes of it.</summary>
    public static bool IsVouchedFor(this RecordOrigin origin) => origin is
        RecordOrigin.Live or RecordOrigin.BehindScanEnd or RecordOrigin.NoHeaderLine or RecordOrigin.Appended or RecordOrigin.Linear;

    /// <summary>The origin of what is found from byte <paramref name="from"/> of a zone's data on, where no header vouches for it.</summary>
    public static RecordOrigin OfStale(AttachedZone zone, int from) =>
        from > 0 ? RecordOrigin.StaleTail
        : zone.State is ZoneState.Empty or ZoneState.StartWithoutSize ? RecordOrigin.Cleared
        : RecordOrigin.HeaderLost;

    /// <summary>A word for output and file names: "live", "cleared", …</summary>
    public static string Name(this RecordOrigin origin) => origin switch
    {
        RecordOrigin.Live => "live",
        RecordOrigin.BehindScanEnd => "behind-scan-end",
        RecordOrigin.NoHeaderLine => "no-header-line",
        RecordOrigin.Appended => "appended",
        RecordOrigin.Linear => "linear",
        RecordOrigin.OtherKernel => "other-kernel",
        RecordOrigin.Cleared => "cleared",
        RecordOrigin.StaleTail => "stale-tail",
        RecordOrigin.SignatureFlipped => "signature-flipped",
        _ => "header-lost",
    };
}
