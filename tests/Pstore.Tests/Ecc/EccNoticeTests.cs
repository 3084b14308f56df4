using Pstore.Ecc;
using Xunit;

namespace Pstore.Tests.Ecc;

public class EccNoticeTests
{
    [Theory]
    [InlineData("3.9", 3, 1, "")]
    [InlineData("3.10", 0, 0, "\nNo errors detected\n")]
    [InlineData("5.17", 3, 1, "\n3 Corrected bytes, 1 unrecoverable blocks\n")]
    [InlineData("5.18", 0, 0, "\nECC: No errors detected\n")]
    [InlineData("6.12", 0, 1, "\nECC: 0 Corrected bytes, 1 unrecoverable blocks\n")]
    [InlineData("6.12", 12, 0, "\nECC: 12 Corrected bytes, 0 unrecoverable blocks\n")]
    public void Notices_are_those_of_the_kernel(string reader, int corrected, int bad, string expected)
    {
        Assert.True(KernelVersion.TryParse(reader, out KernelVersion version));
        Assert.Equal(expected, EccNotice.Text(new EccStatistics(corrected, bad), version));
    }
}
