namespace PstoreAgent.Commands;

/// <summary>The options of extract.</summary>
/// <param name="Directory">Where the files go.</param>
/// <param name="AsKernel">Exactly the kernel's view.</param>
/// <param name="BinaryTrace">Traces as entries and not as text.</param>
/// <param name="Force">Overwrite what exists.</param>
internal sealed record ExtractOptions(string Directory, bool AsKernel, bool BinaryTrace, bool Force);
