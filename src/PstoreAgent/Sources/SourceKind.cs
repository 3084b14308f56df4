namespace PstoreAgent.Sources;

/// <summary>Where records are read.</summary>
internal enum SourceKind
{
    /// <summary>A file, a device or standard input.</summary>
    Image,

    /// <summary>Physical memory, through /dev/mem.</summary>
    Mem,

    /// <summary>Physical memory, through /proc/kcore.</summary>
    Kcore,

    /// <summary>A pstore file system.</summary>
    Pstore,

    /// <summary>A block device, or flash.</summary>
    Block,
}

/// <summary>Words for sources.</summary>
internal static class SourceKinds
{
    /// <summary>The word of --source and of JSON.</summary>
    public static string Name(this SourceKind kind) => kind switch
    {
        SourceKind.Mem => "mem",
        SourceKind.Kcore => "kcore",
        SourceKind.Pstore => "pstore",
        SourceKind.Block => "block",
        _ => "image",
    };

    public static SourceKind? Parse(string? word) => word switch
    {
        "mem" => SourceKind.Mem,
        "kcore" => SourceKind.Kcore,
        "pstore" => SourceKind.Pstore,
        _ => null,
    };
}
