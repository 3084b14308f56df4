namespace Pstore.Records;

/// <summary>Where an ftrace entry keeps its CPU number.</summary>
public enum CpuPlace
{
    /// <summary>A field of its own (3.6–4.9).</summary>
    Field,

    /// <summary>The low byte of the counter (≥ 4.10).</summary>
    Counter,

    /// <summary>Bit 0 of ip: 32-bit ARM with Thumb and no more than two CPUs.</summary>
    IpBit0,

    /// <summary>Bits 0 and 1 of ip: 32-bit ARM with no more than four CPUs.</summary>
    IpBits01,
}
