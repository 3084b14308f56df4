namespace Pstore.Ram;

/// <summary>One parameter of a layout, as the kernel calls it.</summary>
/// <param name="Name">"record_size", "ecc".</param>
/// <param name="Value">Bytes, or a number.</param>
/// <param name="Kind">The zones whose size it is; null for others.</param>
public sealed record LayoutParameter(string Name, long Value, ZoneKind? Kind = null);
