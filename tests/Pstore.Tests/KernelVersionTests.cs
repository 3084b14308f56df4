using Pstore.Ram;
using Xunit;

namespace Pstore.Tests;

public sealed class KernelVersionTests
{
    [Theory]
    [InlineData("6.1.192", 6, 1, 192)]
    [InlineData("6.12.107-arm64", 6, 12, 107)]
    [InlineData("6.1.0-50-amd64", 6, 1, 0)]
    [InlineData("5.10.223+", 5, 10, 223)]
    [InlineData("6.1", 6, 1, KernelVersion.NewestSublevel)]
    [InlineData("7.3-rc7", 7, 3, KernelVersion.NewestSublevel)]
    [InlineData(" 4.19.13 ", 4, 19, 13)]
    public void Reads_versions(string text, int major, int minor, int sublevel)
    {
        Assert.True(KernelVersion.TryParse(text, out KernelVersion version));
        Assert.Equal(new KernelVersion(major, minor, sublevel), version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("six.one")]
    [InlineData("6.")]
    [InlineData(".1")]
    [InlineData("6.1x")]
    [InlineData("99999.1")]
    [InlineData("-6.1")]
    public void Refuses_what_is_no_version(string text) => Assert.False(KernelVersion.TryParse(text, out _));

    [Fact]
    public void Code_is_that_of_the_kernel()
    {
        Assert.Equal(0x060C6Bu, new KernelVersion(6, 12, 107).Code);
        Assert.Equal(0x43414E2Fu, ZoneHeader.ExpectedSignature(ZoneKind.Ftrace, new KernelVersion(6, 12, 107)));
        Assert.Equal(new KernelVersion(5, 10, 223), KernelVersion.FromCode(new KernelVersion(5, 10, 223).Code));
        Assert.Equal(0x0413FFu, new KernelVersion(4, 19, 325).Code);
    }

    [Theory]
    [InlineData("6.1.76", Presence.No)]
    [InlineData("6.1.77", Presence.Yes)]
    [InlineData("6.1", Presence.Yes)]
    [InlineData("6.6.15", Presence.No)]
    [InlineData("6.6.16", Presence.Believed)]
    [InlineData("6.6.87", Presence.Yes)]
    [InlineData("6.7.3", Presence.No)]
    [InlineData("6.8.0", Presence.Yes)]
    [InlineData("5.15.148", Presence.No)]
    [InlineData("5.15.149", Presence.Yes)]
    [InlineData("4.19.307", Presence.Believed)]
    [InlineData("5.4", Presence.Yes)]
    [InlineData("5.11.0", Presence.No)]
    public void Backports_count_from_the_sublevel_that_has_them(string text, Presence presence)
    {
        Assert.True(KernelVersion.TryParse(text, out KernelVersion version));
        Presence found = KernelChanges.EvenZoneSize.PresenceIn(version);
        Assert.Equal(presence, version.IsSeries && found == Presence.Believed ? Presence.Yes : found);
    }
}
