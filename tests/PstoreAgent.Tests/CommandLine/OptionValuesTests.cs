using Microsoft.Extensions.Logging;
using Pstore;
using Pstore.Compression;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
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
            Backend = Backend.Ramoops,
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

    [Theory]
    [InlineData(null, "--mem-size", "1M")]
    [InlineData(Backend.Ramoops, "--record-size", "32K")]
    [InlineData(Backend.Blk, "--kmsg-size", "64K")]
    [InlineData(Backend.Blk, "--blkdev", "8:2")]
    [InlineData(Backend.Mtd, "--backend", "mtd")]
    [InlineData(null, "--backend", "auto")]
    public void An_option_of_one_backend_names_it(object? backend, params string[] args) => Assert.Equal((Backend?)backend, Line.Common(args).Backend);

    [Theory]
    [InlineData("--kmsg-size says nothing of ramoops", "--backend", "ramoops", "--kmsg-size", "64K")]
    [InlineData("--record-size says nothing of blk", "--backend", "blk", "--record-size", "64K")]
    [InlineData("--record-size is a size of ramoops, --kmsg-size one of a block store", "--record-size", "64K", "--kmsg-size", "64K")]
    [InlineData("--kmsg-size: a store has dmesg zones", "--kmsg-size", "0")]
    [InlineData("--mem-address says nothing of blk", "--blkdev", "8:2", "--mem-address", "0x1000")]
    [InlineData("--pmsg-size says nothing of mtd", "--backend", "mtd", "--pmsg-size", "64K")]
    [InlineData("--source mem is memory", "--blkdev", "8:2", "--source", "mem")]
    public void Backends_are_not_mixed(string message, params string[] args) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Line.Common(args)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_given_is_nothing_known() => Assert.Equal(new CommonOptions(), Line.Common());
}
