namespace PstoreAgent.Discovery.Block;

/// <summary>The device that a name means, or why there is none.</summary>
/// <param name="Named">As it was named.</param>
internal sealed record DevicePlace(string Named)
{
    /// <summary>The node to open, a path of the machine; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The number of a block device; null where it is not known, and for flash.</summary>
    public DeviceNumber? Number { get; init; }

    /// <summary>What /sys has of a block device; null without it.</summary>
    public BlockEntry? Block { get; init; }

    /// <summary>The MTD device; null for a block device.</summary>
    public MtdEntry? Flash { get; init; }

    /// <summary>Why there is nothing to open; null when there is.</summary>
    public string? Problem { get; init; }

    /// <summary>The command that makes the node; null where none is missing.</summary>
    public string? Command { get; init; }

    /// <summary>Whether there is such a device, with a node or without.</summary>
    public bool IsThere => Path != null || Command != null;

    /// <summary>The problem with the way out, as one sentence.</summary>
    public string Words => Command == null ? $"{Named}: {Problem}" : $"{Named}: {Problem}; make it: {Command}";
}
