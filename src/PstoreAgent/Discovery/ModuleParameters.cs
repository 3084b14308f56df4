using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>
/// /sys/module/ramoops/parameters (fs/pstore/ram.c): decimal numbers, from 5.8 on for root only. After the driver has bound they
/// hold what it uses, rounded; ecc does so only in newer kernels.
/// </summary>
internal sealed class ModuleParameters(MachineRoot root)
{
    public const string Folder = "/sys/module/ramoops/parameters";

    /// <summary>An address or a size; null when it is not there or not a number.</summary>
    public ulong? Number(string name) => Text(name) is { } text && KernelNumber.TryParameter(text, out ulong value) ? value : null;

    /// <summary>A size that fits a region.</summary>
    public long? Size(string name) => Number(name) is { } value and <= long.MaxValue ? (long)value : null;

    /// <summary>A number with a sign.</summary>
    public int? Int(string name) => Text(name) is { } text && KernelNumber.TryInt(text, out int value) ? value : null;

    private string? Text(string name) =>
        root.TryReadText($"{Folder}/{name}", DiscoveryLimits.Word, out string text) == ReadState.Read ? text : null;
}
