using System.Text;

namespace Pstore.Tests.Building;

/// <summary>One dump as it went into a zone.</summary>
public sealed record StoredDump
{
    public required int Boot { get; init; }

    public required int Zone { get; init; }

    /// <summary>The "====" line with its end of line.</summary>
    public required string HeaderLine { get; init; }

    /// <summary>The bytes behind the line as stored, cut to the zone.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>What unpacking the whole payload gives; null for a raw dump.</summary>
    public byte[]? Text { get; init; }

    public Compressor Compressor { get; init; }

    /// <summary>False where packing was asked for but did not fit.</summary>
    public bool Compressed => Compressor != Compressor.None;

    /// <summary>The zone was too small for the payload, its end is missing.</summary>
    public bool Cut { get; init; }

    public long Seconds { get; init; }

    public int Microseconds { get; init; }

    public string Reason { get; init; } = "";

    public int Count { get; init; }

    /// <summary>The kernel's reader takes the first payload byte for white space after the header, and loses it.</summary>
    public bool FirstByteEaten => Payload.Length > 0 && Payload[0] is (>= 9 and <= 13) or 0x20 or 0xA0;

    /// <summary>All that was written to the zone.</summary>
    public byte[] Record => [.. Encoding.ASCII.GetBytes(HeaderLine), .. Payload];
}
