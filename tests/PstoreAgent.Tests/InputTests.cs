using System.IO.Compression;
using Xunit;

namespace PstoreAgent.Tests;

/// <summary>Ways to give an image, and images that are none.</summary>
public sealed class InputTests
{
    private static readonly string s_capture = Agent.Captures[0];

    [Fact]
    public void Plain_gzip_and_piped_images_read_alike()
    {
        using var folder = new TemporaryDirectory();
        byte[] packed = File.ReadAllBytes(Agent.Region(s_capture)), plain = Unpack(packed);
        string file = folder.Write("region.bin", plain);
        string wanted = WithoutName(Agent.Run("--image", Agent.Region(s_capture)));
        Assert.Contains("dmesg-ramoops-0", wanted, StringComparison.Ordinal);
        Assert.Equal(wanted, WithoutName(Agent.Run("--image", file)));
        Assert.Equal(wanted, WithoutName(Agent.RunWithInput(plain, "--image", "-")));
        Assert.Equal(wanted, WithoutName(Agent.RunWithInput(packed, "--image=-")));
    }

    [Fact]
    public void A_region_inside_a_dump_is_found_or_named()
    {
        using var folder = new TemporaryDirectory();
        byte[] plain = Unpack(File.ReadAllBytes(Agent.Region(s_capture)));
        string file = folder.Write("dump.bin", [.. new byte[12345], .. plain, .. new byte[54321]]);
        string wanted = RecordsOf(Agent.Run("--image", Agent.Region(s_capture)));
        Assert.Equal(wanted, RecordsOf(Agent.Run("--image", file, "--offset", "12345", "--mem-size", plain.Length.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(wanted, RecordsOf(Agent.Run("--image", file)));
    }

    [Theory]
    [InlineData(0, 65, "is empty")]
    [InlineData(11, 65, "11 bytes are less than the 12 of a zone header")]
    public void Images_too_short_for_a_header(int length, int exitCode, string message)
    {
        using var folder = new TemporaryDirectory();
        AssertFails(Agent.Run("--image", folder.Write("short", new byte[length])), exitCode, message);
        AssertFails(Agent.RunWithInput(new byte[length], "--image", "-"), exitCode, message);
    }

    [Fact]
    public void Images_that_cannot_be_read()
    {
        using var folder = new TemporaryDirectory();
        AssertFails(Agent.Run("--image", folder.Join("missing")), 66, "No such file or directory");
        AssertFails(Agent.Run("--image", folder.Path), 66, "is a directory");
        AssertFails(Agent.Run("--image", folder.Write("image", new byte[4096]), "--offset", "8192"), 65, "beyond its 4096 bytes");
        AssertFails(Agent.Run("recover"), 69, "--image FILE");
    }

    [Fact]
    public void A_cut_or_damaged_gzip_says_so()
    {
        using var folder = new TemporaryDirectory();
        byte[] packed = File.ReadAllBytes(Agent.Region(s_capture));
        AssertFails(Agent.Run("--image", folder.Write("cut.gz", packed[..(packed.Length / 2)])), 65, "gzip stream is");
        byte[] damaged = [.. packed];
        damaged.AsSpan(packed.Length / 2, 64).Fill(0x55);
        AssertFails(Agent.Run("--image", folder.Write("damaged.gz", damaged)), 65, "gzip stream is");
    }

    [Fact]
    public void A_region_with_nothing_in_it_is_no_error()
    {
        using var folder = new TemporaryDirectory();
        byte[] noise = new byte[65536];
        new Random(1).NextBytes(noise);
        foreach (byte[] image in (byte[][])[new byte[65536], noise])
        {
            AgentResult result = Agent.Run("--image", folder.Write("image", image));
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("No records", result.Output, StringComparison.Ordinal);
        }
    }

    internal static void AssertFails(AgentResult result, int exitCode, string message)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("pstore-agent: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(1, result.Errors.Count(character => character == '\n'));
        Assert.Empty(result.Output);
    }

    private static string WithoutName(AgentResult result)
    {
        Assert.Equal(0, result.ExitCode);
        return result.Output[result.Output.IndexOf('\n', StringComparison.Ordinal)..];
    }

    private static string RecordsOf(AgentResult result) => result.Output[result.Output.IndexOf("Crash", StringComparison.Ordinal)..];

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
