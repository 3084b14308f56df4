using Pstore;
using PstoreAgent.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class CommandLineTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    private DiscoveryResult Find(string commandLine, string? kernel = "6.12.107")
    {
        if (kernel != null) _machine.WithKernel(kernel);
        return _machine.With("/proc/cmdline", commandLine + "\n").Find();
    }

    [Theory]
    [InlineData("a b=c", "a|b=c")]
    [InlineData("  a=\"b c\"  d=\"e\"x", "a=b c|d=e\"x")]
    [InlineData("\"a=b c\" d", "a=b c|d")]
    [InlineData("a=b=c \"d\" e=", "a=b=c|d|e=")]
    [InlineData("a=\"b", "a=b")]
    [InlineData("a -- b=c", "a")]
    [InlineData("\"", "")]
    [InlineData("=", "=")]
    [InlineData("a=\"", "a=")]
    public void Words_are_split_as_the_kernel_does(string text, string words) => Assert.Equal(words,
        string.Join('|', KernelCommandLine.Parse(text).Select(word => word.Value == null ? word.Key : $"{word.Key}={word.Value}")));

    [Theory]
    [InlineData("ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000 ramoops.record_size=0x8000 ramoops.ecc=1")]
    [InlineData("console=x ramoops.mem-address=36507222016 ramoops.mem_size=1048576 ramoops.record_size=0100000 ramoops.ecc=16")]
    [InlineData("ramoops.mem_size=1 ramoops.mem_address=\"0x880000000\" \"ramoops.mem_size=1048576\" ramoops.record_size=32768 ramoops.ecc=0x10 -- ramoops.record_size=1")]
    public void Parameters_in_all_forms(string text)
    {
        RegionCandidate found = Assert.Single(Find(text).Candidates);
        Assert.Equal((DiscoverySource.CommandLine, 0x880000000UL, 0x100000L, 0x8000L, 16), (found.Kind, found.Address, found.MemSize, found.RecordSize, found.Ecc));
        Assert.Equal((4096L, 4096L, 4096L, 1u), (found.ConsoleSize, found.FtraceSize, found.PmsgSize, found.Flags));
        Assert.Empty(found.Lacks);
        Assert.True(found.IsComplete);
    }

    [Theory]
    [InlineData("4.9.100", 0u, 4096L)]
    [InlineData("4.10.0", 1u, 4096L)]
    [InlineData("3.18.20", 0u, 0L)]
    [InlineData(null, null, 4096L)]
    public void Flags_and_pmsg_depend_on_the_kernel(string? kernel, uint? flags, long pmsg)
    {
        RegionCandidate found = Find("ramoops.mem_address=0x1000000 ramoops.mem_size=0x100000", kernel).Chosen!;
        Assert.Equal((flags, pmsg), (found.Flags, found.PmsgSize));
    }

    [Fact]
    public void A_suffix_is_refused_as_the_kernel_does()
    {
        DiscoveryResult result = Find("ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000 ramoops.record_size=32K");
        Assert.Equal(4096, result.Chosen!.RecordSize);
        Diagnostic note = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticId.ParameterRefused, note.Id);
        Assert.StartsWith("ramoops.record_size=32K on the kernel command line", note.Message, StringComparison.Ordinal);

        result = Find("ramoops.mem_address=0x880000000 ramoops.mem_size=1M");
        Assert.Null(result.Chosen);
        Assert.Contains("ramoops.mem_size is 0 or not given", result.Candidates[0].Ignored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("quiet ramoops.dump_oops=1")]
    [InlineData("myramoops.mem_size=5 memmap=1M@0x880000000 memmap=64K#1M memmap=$5 memmap=5$ memmap=exactmap")]
    public void Words_that_name_no_region(string text) => Assert.Empty(Find(text).Candidates);

    [Fact]
    public void Memmap_alone_is_read_only_when_nothing_else_is_there()
    {
        DiscoveryResult result = Find("memmap=64K!4G,1M$0x880000000,4K$1G");
        Assert.Equal([0x880000000, 1UL << 30], result.Candidates.Select(candidate => candidate.Address!.Value));
        Assert.Equal((0x880000000UL, 0x100000L), (result.Chosen!.Address, result.Chosen.MemSize));
        Assert.Contains(result.Diagnostics, note => note is { Id: DiagnosticId.RegionIgnored, Severity: Severity.Warning } && note.Message.Contains("memmap=1M$0x880000000", StringComparison.Ordinal));

        // Where a parameter lies in it, it is the same region.
        result = Find("memmap=1M$0x880000000 ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000");
        Assert.Equal("ramoops.* on the kernel command line", Assert.Single(result.Candidates).Origin);
    }

    private const string Named = "reserve_mem=2M:4096:oops reserve_mem=3M:4K:trace ramoops.mem_name=oops ramoops.mem_address=0x5000 ramoops.mem_size=0x5000";

    [Fact]
    public void A_name_takes_the_size_from_reserve_mem_and_lacks_the_address()
    {
        DiscoveryResult result = Find(Named);
        RegionCandidate found = Assert.Single(result.Candidates);
        Assert.Equal((null, 0x200000L), (found.Address, found.MemSize));
        Assert.Equal(["mem_address"], found.Lacks);
        Assert.Null(result.Chosen);
        Assert.Contains(result.Diagnostics, note => note.Id == DiagnosticId.RegionIncomplete && note.Message.StartsWith("no mem_address in reserve_mem=2M:4096:oops", StringComparison.Ordinal));
    }

    [Fact]
    public void The_address_is_in_the_log_of_the_driver()
    {
        _machine.With("/dmesg", "[    0.1] ramoops: using 0x200000@0x7fe00000, ecc: 0\n");
        RegionCandidate found = Find(Named).Candidates[0];
        Assert.Equal(0x7fe00000UL, found.Address);
        Assert.Contains("its address from the kernel log", found.Origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40000000-7fffffff : System RAM\n  7fc00000-7fdfffff : reserved\n", 0x7fc00000UL)]
    [InlineData("40000000-7fffffff : System RAM\n  7f000000-7f1fffff : reserved\n  7fc00000-7fdfffff : reserved\n", null)]
    [InlineData("40000000-7fffffff : System RAM\n  7fc00000-7fd00000 : reserved\n", null)]
    [InlineData("7fc00000-7fdfffff : reserved\n", null)]
    public void Or_it_is_the_one_reserved_range_of_that_size(string iomem, ulong? address)
    {
        _machine.With("/proc/iomem", iomem);
        Assert.Equal(address, Find(Named).Candidates[0].Address);
    }

    [Fact]
    public void Kernels_before_6_11_know_no_names()
    {
        _machine.With("/dmesg", "ramoops: using 0x200000@0x7fe00000, ecc: 0\n");
        Assert.Contains("before 6.11", Find(Named, "6.10.3").Candidates[0].Ignored, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nothing_has_leaves_the_address_in_force() =>
        Assert.Equal(0x5000UL, Find(Named.Replace(":oops", ":other", StringComparison.Ordinal)).Chosen!.Address);
}
