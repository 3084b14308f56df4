using Pstore;
using Pstore.Ram;

namespace PstoreAgent.Doctor.Generate;

/// <summary>A region to write a node for.</summary>
/// <param name="Base">Physical address.</param>
/// <param name="Sizes">Sizes, all powers of two or 0 but for the region's own.</param>
/// <param name="NoMap">Whether the node has no-map.</param>
/// <param name="AddressCells">#address-cells of the root, 1 or 2.</param>
/// <param name="SizeCells">#size-cells of the root, 1 or 2.</param>
/// <param name="Kernel">The kernel whose zones are shown.</param>
internal sealed record NodeRequest(ulong Base, RamoopsParameters Sizes, bool NoMap, int AddressCells, int SizeCells, KernelVersion Kernel);
