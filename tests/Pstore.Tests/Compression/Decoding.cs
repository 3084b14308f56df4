using Pstore.Compression;
using Xunit;

namespace Pstore.Tests.Compression;

/// <summary>Runs a decoder with guard bytes around its output and checks what holds for any input.</summary>
internal static class Decoding
{
    private const int Guard = 64;
    private const byte Fill = 0xA5;

    public static (DecodeResult Result, byte[] Output) Run(CompressionKind kind, ReadOnlySpan<byte> source, int room)
    {
        byte[] memory = new byte[room + (2 * Guard)];
        memory.AsSpan().Fill(Fill);
        DecodeResult result = Codec.Decode(kind, source, memory.AsSpan(Guard, room));
        Assert.InRange(result.Written, 0, room);
        Assert.InRange(result.Consumed, 0, source.Length);
        Assert.False(memory.AsSpan(0, Guard).ContainsAnyExcept(Fill));
        Assert.False(memory.AsSpan(Guard + room).ContainsAnyExcept(Fill));
        return (result, memory.AsSpan(Guard, result.Written).ToArray());
    }

    public static void AssertGives(CompressionKind kind, ReadOnlySpan<byte> source, ReadOnlySpan<byte> plain)
    {
        (DecodeResult result, byte[] output) = Run(kind, source, plain.Length);
        Assert.Equal(DecodeStatus.Complete, result.Status);
        Assert.True(plain.SequenceEqual(output));
    }
}
