namespace PstoreAgent.Discovery.Block;

/// <summary>One partition of a GPT.</summary>
/// <param name="number">Its number.</param>
/// <param name="id">Its GUID.</param>
/// <param name="label">Its name.</param>
internal sealed class PartitionEntry(int number, byte[] id, string label)
{
    /// <summary>From 1.</summary>
    public int Number { get; } = number;

    /// <summary>16 bytes, as stored.</summary>
    public byte[] Id { get; } = id;

    /// <summary>As the kernel shows it.</summary>
    public string Label { get; } = label;
}
