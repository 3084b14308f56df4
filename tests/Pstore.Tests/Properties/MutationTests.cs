using System.Globalization;
using Pstore.Kernel;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Xunit;

namespace Pstore.Tests.Properties;

/// <summary>
/// Damaged and hostile images: no exception, bounded output. PSTORE_MUTATIONS sets how many images (default 20 000).
/// </summary>
public sealed class MutationTests
{
    private static readonly int s_images =
        int.TryParse(Environment.GetEnvironmentVariable("PSTORE_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out int images) ? images : 20_000;

    [Fact]
    public void No_image_makes_the_decoder_throw_or_run_away()
    {
        const int mutationsEach = 40;
        long decoded = 0;
        RandomRegion random = RandomRegion.Create(0);
        for (int i = 0; i < s_images; i++)
        {
            if (i % mutationsEach == 0) random = RandomRegion.Create(i / mutationsEach);
            byte[] image = Mutation.Of(random.Region.Bytes, new Random(i));
            RecoveryOptions options = (i % 2) == 0 ? RecoveryOptions.Nothing : RegionCase.AllKnown(random.Setup, random.Region.Kernel);
            try
            {
                RecoveredRegion region = RegionRecovery.Recover(image, options);
                long bytes = region.Records.Sum(record => (long)record.Content.Length);
                Assert.True(bytes <= (long)Limits.MaxUnpackRatio * image.Length * 4 + 65536, $"{bytes} bytes from {image.Length}");
                decoded += bytes;
                KernelView.Read(image, RegionCase.Parameters(random.Setup), new KernelViewOptions(random.Region.Kernel, random.Region.Kernel, random.Setup.BigEndian));
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"image {i}, {random}: {problem}");
            }
        }

        Assert.True(decoded > s_images);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public void Random_bytes_zeros_and_ones_hold_no_records(int length)
    {
        byte[] noise = new byte[length];
        new Random(length).NextBytes(noise);
        byte[] ones = new byte[length];
        ones.AsSpan().Fill(0xFF);
        foreach (byte[] image in (byte[][])[noise, new byte[length], ones])
            Assert.Empty(RegionRecovery.Recover(image, RecoveryOptions.Nothing).Records);
    }
}
