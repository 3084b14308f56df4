using System.Text;
using Pstore.Ecc;
using Xunit;

namespace Pstore.Tests.Ecc;

/// <summary>The notice at the end of a file of pstorefs.</summary>
public sealed class EccNoticeFindTests
{
    [Theory]
    [InlineData("3.10", 0, 0)]
    [InlineData("3.10", 7, 2)]
    [InlineData("5.17", 123456, 0)]
    [InlineData("5.18", 0, 0)]
    [InlineData("6.12", 12, 0)]
    [InlineData("6.12", 0, 2147483647)]
    public void A_notice_is_found_where_the_kernel_put_it(string reader, int corrected, int bad)
    {
        Assert.True(KernelVersion.TryParse(reader, out KernelVersion version));
        var written = new EccStatistics(corrected, bad);
        foreach (string body in (string[])["", "text", "text\n", "text\n\n"])
        {
            byte[] file = Encoding.ASCII.GetBytes(body + EccNotice.Text(written, version));
            Assert.Equal(body.Length, EccNotice.Find(file, out EccStatistics found));
            Assert.Equal(written, found);
        }
    }

    [Fact]
    public void Only_the_last_notice_is_one()
    {
        const string body = "\nECC: 3 Corrected bytes, 1 unrecoverable blocks\n";
        byte[] file = Encoding.ASCII.GetBytes(body + "\nECC: No errors detected\n");
        Assert.Equal(body.Length, EccNotice.Find(file, out EccStatistics found));
        Assert.Equal(default, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("ECC: No errors detected")]
    [InlineData("ECC: No errors detected\n")]
    [InlineData("\nECC: No errors detected\n ")]
    [InlineData("\nECC: no errors detected\n")]
    [InlineData("\nECC: 3 Corrected bytes, 1 unrecoverable block\n")]
    [InlineData("\nECC: 3 Corrected bytes, unrecoverable blocks\n")]
    [InlineData("\nECC: Corrected bytes, 1 unrecoverable blocks\n")]
    [InlineData("\nECC: 99999999999 Corrected bytes, 1 unrecoverable blocks\n")]
    [InlineData("\nECC: 3 Corrected bytes, 1 unrecoverable blocks \n")]
    [InlineData("\n[    1.000000] ECC: No errors detected\n")]
    public void What_is_no_notice_stays(string text)
    {
        byte[] file = Encoding.ASCII.GetBytes(text);
        Assert.Equal(file.Length, EccNotice.Find(file, out EccStatistics found));
        Assert.Equal(default, found);
    }
}
