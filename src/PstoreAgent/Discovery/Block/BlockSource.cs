namespace PstoreAgent.Discovery.Block;

/// <summary>What told of a block store, in the order in which it is believed.</summary>
internal enum BlockSource
{
    /// <summary>The parameters of the module pstore_blk in /sys.</summary>
    Driver,

    /// <summary>The kernel command line.</summary>
    CommandLine,

    /// <summary>The kernel's configuration.</summary>
    KernelConfig,
}
