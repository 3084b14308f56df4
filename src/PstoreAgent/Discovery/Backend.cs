namespace PstoreAgent.Discovery;

/// <summary>Who keeps the records; the word of --backend.</summary>
internal enum Backend
{
    /// <summary>Reserved memory.</summary>
    Ramoops,

    /// <summary>A block device, by pstore_blk.</summary>
    Blk,

    /// <summary>Flash, by mtdpstore: a store of dmesg zones alone.</summary>
    Mtd,
}

/// <summary>Words for backends.</summary>
internal static class Backends
{
    public static readonly string[] Words = ["auto", "ramoops", "blk", "mtd"];

    /// <summary>Null for "auto", and for no word.</summary>
    public static Backend? Parse(string? word) => word switch
    {
        "ramoops" => Backend.Ramoops,
        "blk" => Backend.Blk,
        "mtd" => Backend.Mtd,
        _ => null,
    };
}
