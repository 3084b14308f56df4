using System.Text;
using Pstore.Text;
using Xunit;

namespace Pstore.Tests.Text;

public sealed class BannerTextTests
{
    [Theory]
    [InlineData("[    0.0] Linux version 6.1.192 (root@host) (gcc 12.2.0) #1 SMP Mon Nov 23", "6.1.192")]
    [InlineData("Linux version 6.1.0-50-arm64 (debian-kernel@lists.debian.org) (gcc-12 12.2.0) #1 SMP Debian 6.1.176-1 (2026-01-01)", "6.1.176")]
    [InlineData("Linux version 5.4.0-42-generic (buildd@a) (gcc version 9.3.0 (Ubuntu 9.3.0-10ubuntu2)) #46-Ubuntu SMP (Ubuntu 5.4.0-42.46-generic 5.4.44)", "5.4.44")]
    [InlineData("Linux version 5.4.0-42-generic (buildd@a) (gcc version 9.3.0 (Ubuntu 9.3.0-10ubuntu2)) #46-Ubuntu SMP Fri Jul 10", "5.4.0")]
    [InlineData("CPU: 1 PID: 1 Comm: init Not tainted 5.10.223 #1", "5.10.223")]
    [InlineData("CPU: 1 PID: 1 Comm: init Tainted: G      D W         6.12.107+ #1", "6.12.107")]
    [InlineData("Linux version 5.4.1 x\nLinux version 6.6.2 y", "6.6.2")]
    public void Finds_the_real_version(string text, string wanted)
    {
        Assert.True(BannerText.TryFindKernel(Encoding.ASCII.GetBytes(text), out KernelVersion version));
        Assert.Equal(wanted, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Linux version unknown")]
    [InlineData("Not tainted")]
    [InlineData("Linux version 2.6.32")]
    public void Does_not_guess(string text) => Assert.False(BannerText.TryFindKernel(Encoding.ASCII.GetBytes(text), out _));
}
