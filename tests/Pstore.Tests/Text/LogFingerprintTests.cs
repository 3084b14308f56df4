using System.Text;
using Pstore.Text;
using Xunit;

namespace Pstore.Tests.Text;

public sealed class LogFingerprintTests
{
    private const string Log = "[    0.000000] Linux version 6.1.192\n[    1.500000] one\n[    2.500000] two\n[   13.000001] three\n";

    [Theory]
    [InlineData("[    1.500000] one\n[    2.500000] two\n", true)]
    [InlineData("<6>[    1.500000] one\n<30>[    2.500000] two\r\n", true)]
    [InlineData("[ 1.500000] one\n[2.500000] two\nno time\n", true)]
    [InlineData("[    1.500000] one\n", true)]
    [InlineData("[    1.500000] one\n[    9.000000] other\n", false)]
    [InlineData("[    1.500001] one\n[    2.500001] two\n", false)]
    [InlineData("[    1.500000] One\n[    2.500000] Two\n", false)]
    [InlineData("[    0.000000] Linux version 6.1.192\n", false)]
    [InlineData("one\ntwo\n", false)]
    [InlineData("", false)]
    public void Lines_count_by_time_and_text(string text, bool same) => Assert.Equal(same, Of(Log).IsSameBoot(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_first_tenth_of_a_second_does_not_count()
    {
        const string early = "[    0.000000] Booting Linux on physical CPU 0x0\n[    0.050000] smp: Brought up 1 node\n[    0.099999] vdso\n";
        Assert.True(Of(early).IsEmpty);
        Assert.False(Of(early + Log).IsSameBoot(Encoding.ASCII.GetBytes(early)));
        Assert.True(Of("[    0.100000] counted\n").IsSameBoot("[    0.100000] counted\n"u8));
    }

    [Fact]
    public void The_end_of_a_text_counts_not_its_beginning()
    {
        string fresh = string.Concat(Enumerable.Range(0, 64).Select(line => $"[  100.{line:D6}] not on that console\n"));
        Assert.False(Of(Log).IsSameBoot(Encoding.ASCII.GetBytes(Log + fresh)));
        Assert.True(Of(Log).IsSameBoot(Encoding.ASCII.GetBytes(fresh[..2000] + "\n" + Log)));
    }

    [Fact]
    public void Bytes_that_are_no_log_are_of_no_boot()
    {
        byte[] noise = new byte[4096];
        new Random(5).NextBytes(noise);
        Assert.True(new LogFingerprint(noise).IsEmpty);
        Assert.False(Of(Log).IsSameBoot(noise));
    }

    private static LogFingerprint Of(string text) => new(Encoding.ASCII.GetBytes(text));
}
