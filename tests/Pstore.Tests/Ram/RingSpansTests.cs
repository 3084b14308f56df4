using Pstore.Ram;
using Xunit;

namespace Pstore.Tests.Ram;

public sealed class RingSpansTests
{
    [Theory]
    [InlineData("abcdef", 0, 0, "")]
    [InlineData("abcdef", 3, 3, "abc")]
    [InlineData("abcdef", 0, 6, "abcdef")]
    [InlineData("abcdef", 6, 6, "abcdef")]
    [InlineData("abcdef", 2, 6, "cdefab")]
    [InlineData("abcdef", 1, 3, "bca")]
    public void Oldest_byte_first(string data, int start, int size, string wanted)
    {
        byte[] bytes = Text(data);
        Assert.Equal(wanted, System.Text.Encoding.ASCII.GetString(RingSpans.Unroll(bytes, start, size).Span));
        var ring = new RingSpans(bytes, start, size);
        byte[] copy = new byte[ring.Length];
        ring.CopyTo(copy);
        Assert.Equal(wanted, System.Text.Encoding.ASCII.GetString(copy));
    }

    [Fact]
    public void A_ring_in_one_piece_is_not_copied()
    {
        byte[] bytes = Text("abcdef");
        ReadOnlyMemory<byte> log = RingSpans.Unroll(bytes, 4, 4);
        bytes[0] = (byte)'x';
        Assert.Equal((byte)'x', log.Span[0]);
    }

    private static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
