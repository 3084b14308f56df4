using System.Security.Cryptography;
using System.Text;
using PstoreAgent.Archive;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>The digest against NIST's published vectors and against the framework's.</summary>
public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void The_published_vectors_come_out(string text, string digest) =>
        Assert.Equal(digest, Sha256.HexOf(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_million_times_a_comes_out()
    {
        byte[] bytes = new byte[1_000_000];
        bytes.AsSpan().Fill((byte)'a');
        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Sha256.HexOf(bytes));
    }

    [Fact]
    public void Every_length_around_the_block_agrees_with_the_framework()
    {
        byte[] bytes = RandomBytes(new Random(1), 300);
        for (int length = 0; length <= bytes.Length; length++)
            Assert.Equal(SHA256.HashData(bytes.AsSpan(0, length)), Sha256.Hash(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void It_does_not_matter_in_what_pieces_the_bytes_come()
    {
        var random = new Random(2);
        var hash = new Sha256();
        byte[] digest = new byte[Sha256.DigestLength];
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = RandomBytes(random, random.Next(1000));
            for (int at = 0; at < bytes.Length;)
            {
                int piece = Math.Min(random.Next(200), bytes.Length - at);
                hash.Append(bytes.AsSpan(at, piece));
                at += piece;
            }

            hash.Finish(digest);
            Assert.Equal(SHA256.HashData(bytes), digest);
        }
    }

    private static byte[] RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
