namespace Pstore.Ram;

/// <summary>A layout, or why the kernel's probe would refuse the parameters.</summary>
/// <param name="Layout">The layout, or null.</param>
/// <param name="Error">What fails, or null.</param>
public readonly record struct LayoutResult(RamoopsLayout? Layout, Diagnostic? Error);
