namespace Kernel.Tests.Bed;

/// <summary>Where the region lies in the board's memory, as the device tree tells it.</summary>
internal enum Place
{
    /// <summary>In a bank of RAM, without no-map: part of System RAM.</summary>
    Inside,

    /// <summary>In a bank of RAM, with no-map.</summary>
    NoMap,

    /// <summary>In no memory node.</summary>
    Outside,
}
