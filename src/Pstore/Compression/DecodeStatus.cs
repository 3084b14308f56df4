namespace Pstore.Compression;

/// <summary>How unpacking ended.</summary>
public enum DecodeStatus
{
    /// <summary>The stream ended as its format wants it.</summary>
    Complete,

    /// <summary>The input ended before the stream did.</summary>
    Truncated,

    /// <summary>The input is not such a stream from here on.</summary>
    Corrupt,

    /// <summary>The destination is full and the stream goes on.</summary>
    OutputLimit,
}
