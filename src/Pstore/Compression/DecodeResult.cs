namespace Pstore.Compression;

/// <summary>What unpacking gave. Output up to <paramref name="Written"/> is kept whatever the status.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Consumed">Bytes of input up to the end of the stream, or to the place where it broke.</param>
/// <param name="Written">Bytes of output.</param>
public readonly record struct DecodeResult(DecodeStatus Status, int Consumed, int Written);
