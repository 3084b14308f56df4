using System.IO.Compression;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Images;
using Xunit;

namespace PstoreAgent.Tests.Sources;

public sealed class ImageSourceTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();
    private readonly byte[] _bytes = new byte[300_000];

    public ImageSourceTests() => new Random(3).NextBytes(_bytes.AsSpan(100_000, 50_000));

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(100_001, null)]
    [InlineData(99_999, 70_001)]
    [InlineData(0, 300_001)]
    public void Plain_and_packed_files_give_the_same(int offset, int? size)
    {
        byte[] expected = _bytes[offset..Math.Min(_bytes.Length, offset + (size ?? _bytes.Length))];
        foreach (string image in (string[])[_home.Write("plain", _bytes), _home.Write("packed", Pack(_bytes))])
        {
            Snapshot snapshot = ImageSource.Read(image, offset, size);
            Assert.Equal(expected, snapshot.Bytes.ToArray());
            Assert.Equal(offset, snapshot.Start);
            Assert.Equal(image, snapshot.Name);
        }
    }

    [Fact]
    public void Large_images_come_whole()
    {
        byte[] large = new byte[5_000_123];
        new Random(4).NextBytes(large.AsSpan(2_000_000, 1_500_000));
        large[^1] = 1;
        Assert.Equal(large, ImageSource.Read(_home.Write("plain", large), 0, null).Bytes.ToArray());
        Assert.Equal(large, ImageSource.Read(_home.Write("packed", Pack(large)), 0, null).Bytes.ToArray());
    }

    [Fact]
    public void Several_members_are_one_image_and_padding_is_none_of_it()
    {
        byte[] packed = [.. Pack(_bytes[..1000]), .. Pack(_bytes[1000..]), .. new byte[512]];
        Assert.Equal(_bytes, ImageSource.Read(_home.Write("packed", packed), 0, null).Bytes.ToArray());
    }

    [Fact]
    public void A_packed_image_that_is_cut_anywhere_is_an_error()
    {
        byte[] packed = Pack(_bytes.AsSpan(99_000, 3000).ToArray());
        for (int length = 3; length < packed.Length; length++)
        {
            string image = _home.Write("cut", packed[..length]);
            var error = Assert.Throws<AgentException>(() => ImageSource.Read(image, 0, null));
            Assert.Equal(65, error.ExitCode);
            Assert.Contains("gzip stream is cut or damaged behind byte ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_packed_image_with_a_wrong_checksum_is_an_error()
    {
        byte[] packed = Pack(_bytes);
        packed[^8] ^= 1;
        string image = _home.Write("damaged", packed);
        Assert.Equal(65, Assert.Throws<AgentException>(() => ImageSource.Read(image, 0, null)).ExitCode);
    }

    [Fact]
    public void Devices_are_read_at_the_offset()
    {
        // Reading up to there would take for ever.
        Snapshot snapshot = ImageSource.Read("/dev/zero", 1L << 55, 65536);
        Assert.Equal(new byte[65536], snapshot.Bytes.ToArray());
        Assert.Equal(1L << 55, snapshot.Start);
    }

    [Theory]
    [InlineData("/does/not/exist", 66, "No such file or directory")]
    [InlineData("/proc", 66, "is a directory")]
    [InlineData("/dev/null", 65, "is empty")]
    [InlineData("/proc/self/mem", 74, "Input/output error")]
    public void What_cant_be_read(string image, int exitCode, string words)
    {
        var error = Assert.Throws<AgentException>(() => ImageSource.Read(image, 0, null));
        Assert.Equal(exitCode, error.ExitCode);
        Assert.StartsWith(image, error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "is empty")]
    [InlineData(11, 0, "11 bytes are less than the 12 of a zone header")]
    [InlineData(100, 89, "11 bytes are less than the 12 of a zone header")]
    [InlineData(100, 100, "--offset 100 is beyond its 100 bytes")]
    [InlineData(100, 4096, "--offset 4096 is beyond its 100 bytes")]
    public void Too_short(int length, int offset, string words)
    {
        foreach (byte[] content in (byte[][])[new byte[length], Pack(new byte[length])])
        {
            string image = _home.Write("short", content);
            var error = Assert.Throws<AgentException>(() => ImageSource.Read(image, offset, null));
            Assert.Equal(65, error.ExitCode);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Twelve_bytes_will_do() => Assert.Equal(12, ImageSource.Read(_home.Write("least", new byte[12]), 0, null).Bytes.Length);

    private static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
