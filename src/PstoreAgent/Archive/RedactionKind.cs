namespace PstoreAgent.Archive;

/// <summary>What is masked.</summary>
internal enum RedactionKind
{
    /// <summary>A link-layer address of 48 or 64 bits.</summary>
    Mac,

    Ipv4,

    Ipv6,

    /// <summary>A serial number, or another number that names a device for good (IMEI).</summary>
    Serial,
}

/// <summary>Words for them.</summary>
internal static class RedactionKinds
{
    public static readonly RedactionKind[] All = [RedactionKind.Mac, RedactionKind.Ipv4, RedactionKind.Ipv6, RedactionKind.Serial];

    /// <summary>"mac", "ipv4", "ipv6", "serial".</summary>
    public static string Name(this RedactionKind kind) => kind switch
    {
        RedactionKind.Mac => "mac",
        RedactionKind.Ipv4 => "ipv4",
        RedactionKind.Ipv6 => "ipv6",
        _ => "serial",
    };
}
