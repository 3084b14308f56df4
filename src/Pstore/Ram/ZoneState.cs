namespace Pstore.Ram;

/// <summary>What a zone's header says (persistent_ram_post_init).</summary>
public enum ZoneState
{
    /// <summary>Right signature, nothing recorded.</summary>
    Empty,

    /// <summary>Right signature, start and size possible: a record.</summary>
    Valid,

    /// <summary>Right signature, size 0, start not 0: nothing recorded, and the next boot may lose what it records.</summary>
    StartWithoutSize,

    /// <summary>Right signature, size larger than the zone.</summary>
    SizeExceedsZone,

    /// <summary>Right signature, start larger than size.</summary>
    StartExceedsSize,

    /// <summary>Another signature.</summary>
    BadSignature,

    /// <summary>The zone lies, wholly or in part, beyond the end of the image.</summary>
    OutsideImage,

    /// <summary>The zone lies, wholly or in part, in a bad block of a flash: it is not read.</summary>
    BadBlock,

    /// <summary>Of a block store: never written, so that it holds what was on the device before.</summary>
    Unused,
}
