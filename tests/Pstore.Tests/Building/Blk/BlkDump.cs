using System.Text;

namespace Pstore.Tests.Building.Blk;

/// <summary>One dump as it went into a zone.</summary>
/// <param name="Index">Number of the zone.</param>
/// <param name="Reason">enum kmsg_dump_reason.</param>
/// <param name="Counter">The counter in its header.</param>
/// <param name="Payload">The bytes behind the header.</param>
/// <param name="Packed">Whether they are packed.</param>
/// <param name="Seconds">Time.</param>
/// <param name="Nanoseconds">Time.</param>
public sealed record BlkDump(int Index, int Reason, uint Counter, byte[] Payload, bool Packed, long Seconds, int Nanoseconds)
{
    /// <summary>What unpacking the payload gives.</summary>
    public byte[]? Text { get; init; }

    public bool IsErased { get; init; }

    public string ReasonWord => Reason switch { 1 => "Panic", 2 => "Oops", 3 => "Emergency", 4 => "Shutdown", _ => "Unknown" };

    /// <summary>What the kernel shows, where it can unpack it.</summary>
    public byte[] Shown => Packed ? Text! : [.. Encoding.ASCII.GetBytes($"{ReasonWord}: Total {(int)Counter} times\n"), .. Payload];
}
