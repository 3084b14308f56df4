using Microsoft.Extensions.Logging;
using Pstore;
using Pstore.Compression;
using PstoreAgent.CommandLine;
using Xunit;

namespace PstoreAgent.Tests.CommandLine;

public class OptionValuesTests
{
    [Fact]
    public void Every_common_option_arrives()
    {
        CommonOptions options = Line.Common(
            "--image", "f", "--offset", "0x10", "--kernel", "6.1.192", "--reader=5.10", "--reader-compress", "lz4hc",
            "--mem-size", "1M", "--record-size", "32K", "--console-size=0x8000", "--ftrace-size", "4k", "--pmsg-size", "0",
            "--ecc", "16", "--flags", "0x1", "--cpus", "4", "--symbols", "map", "--kaslr-offset", "0xFFFFFFFF80000000",
            "--endian", "big", "--word-size", "32", "--log-level", "debug");
        var expected = new CommonOptions
        {
            Image = "f",
            Offset = 16,
            Kernel = new KernelVersion(6, 1, 192),
            Reader = new KernelVersion(5, 10, KernelVersion.NewestSublevel),
            ReaderCompress = CompressionKind.Lz4,
            MemSize = 1 << 20,
            RecordSize = 32 << 10,
            ConsoleSize = 32 << 10,
            FtraceSize = 4 << 10,
            PmsgSize = 0,
            Ecc = 16,
            Flags = 1,
            Cpus = 4,
            Symbols = "map",
            KaslrOffset = 0xFFFFFFFF80000000,
            BigEndian = true,
            WordSize = 4,
            LogLevel = LogLevel.Debug,
        };
        Assert.Equal(expected, options);
    }

    [Fact]
    public void Nothing_given_is_nothing_known() => Assert.Equal(new CommonOptions(), Line.Common());
}
