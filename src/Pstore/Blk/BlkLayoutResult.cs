namespace Pstore.Blk;

/// <summary>A layout, or what the kernel would refuse.</summary>
/// <param name="Layout">The layout, or null.</param>
/// <param name="Error">What fails, or null.</param>
/// <param name="Notes">Sizes that pstore_blk would not come to by itself.</param>
public sealed record BlkLayoutResult(BlkLayout? Layout, Diagnostic? Error, IReadOnlyList<Diagnostic> Notes);
