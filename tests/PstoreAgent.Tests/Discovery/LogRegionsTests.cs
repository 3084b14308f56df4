using System.Text;
using PstoreAgent.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class LogRegionsTests
{
    private static List<RegionCandidate> Find(string log) => LogRegions.Find(Encoding.Latin1.GetBytes(log));

    [Theory]
    [InlineData("[    0.123456] ramoops: using 0x100000@0x880000000, ecc: 16", 16)]
    [InlineData("<6>[    0.123456][    T1] ramoops: using 0x100000@0x880000000, ecc: 0", 0)]
    [InlineData("[    0.5] kernel: ramoops: using 0x100000@0x880000000, ecc: 16\r", 16)]
    [InlineData("ramoops: attached 0x100000@0x880000000, ecc: 16/128", 16)]
    public void Lines_of_the_driver_of_both_ages(string line, int ecc)
    {
        RegionCandidate found = Assert.Single(Find($"Booting\n{line}\nmore"));
        Assert.Equal((DiscoverySource.KernelLog, 0x880000000UL, 0x100000L, ecc), (found.Kind, found.Address, found.MemSize, found.Ecc));
        Assert.True(found.IsComplete);
        Assert.Equal(["record_size", "console_size", "ftrace_size", "pmsg_size", "flags"], found.Lacks);
    }

    [Theory]
    [InlineData("nomap non-reusable ramoops@880000000", true)]
    [InlineData("map non-reusable ramoops@880000000", false)]
    [InlineData("nomap non-reusable pstore", true)]
    public void Lines_of_reserved_memory(string end, bool noMap)
    {
        RegionCandidate found = Assert.Single(Find($"[    0.000000] OF: reserved mem: 0x0000000880000000..0x00000008800fffff (1024 KiB) {end}"));
        Assert.Equal((0x880000000UL, 0x100000L, noMap), (found.Address, found.MemSize, found.NoMap));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n[[[\n<<<ramoops")]
    [InlineData("OF: reserved mem: 0x1000..0x1fff (4 KiB) nomap non-reusable atf")]
    [InlineData("OF: reserved mem: 0x2000..0x1fff (4 KiB) nomap non-reusable ramoops")]
    [InlineData("OF: reserved mem: 0x0..0xffffffffffffffff nomap non-reusable ramoops")]
    [InlineData("ramoops: using 0x0@0x880000000, ecc: 16")]
    [InlineData("ramoops: using 0xffffffffffffffff@0x880000000, ecc: 16")]
    [InlineData("ramoops: using 100000@880000000, ecc: 16")]
    [InlineData("said: ramoops: using 0x100000@0x880000000, ecc: 16")]
    public void Lines_that_name_no_region(string log) => Assert.Empty(Find(log));

    [Fact]
    public void The_last_binding_counts_and_lines_are_taken_once()
    {
        const string reserved = "OF: reserved mem: 0x880000000..0x8800fffff (1024 KiB) nomap non-reusable ramoops@880000000\n";
        List<RegionCandidate> found = Find($"{reserved}ramoops: using 0x1000@0x1000, ecc: 0\n{reserved}ramoops: using 0x2000@0x2000, ecc: 16\n");
        Assert.Equal([0x2000UL, 0x880000000UL], found.Select(candidate => candidate.Address!.Value));
    }

    [Fact]
    public void A_flood_of_lines_is_bounded() =>
        Assert.Equal(16, Find(string.Concat(Enumerable.Range(1, 1000).Select(i => $"OF: reserved mem: 0x{i:x}000..0x{i:x}fff (4 KiB) map non-reusable ramoops\n"))).Count);
}
