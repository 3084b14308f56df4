namespace PstoreAgent.Control;

/// <summary>How a record is cleared.</summary>
internal enum ClearingWay
{
    /// <summary>By unlinking its file: a driver holds the store.</summary>
    File,

    /// <summary>In memory.</summary>
    Memory,

    /// <summary>On the block device.</summary>
    Device,
}
