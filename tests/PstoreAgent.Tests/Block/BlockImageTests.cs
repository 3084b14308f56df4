using System.IO.Compression;
using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Block;

/// <summary>Images of block stores on a desk.</summary>
public sealed class BlockImageTests : IDisposable
{
    private static readonly string[] s_records = ["console-pstore_blk-0", "dmesg-pstore_blk-0", "dmesg-pstore_blk-1", "ftrace-pstore_blk-0", "pmsg-pstore_blk-0"];

    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void An_image_is_told_by_its_bytes()
    {
        JsonNode report = Report("recover", "--image", Image(BlockMachine.TwoOopses().Bytes));
        Assert.Equal("pstore_blk", (string?)report["source"]!["backend"]);
        Assert.Equal(s_records, Names(report));
        Assert.Equal("oops", (string?)report["verdict"]!["kind"]);
        JsonNode last = report["records"]!.AsArray().Single(record => (string?)record!["name"] == "dmesg-pstore_blk-1")!;
        Assert.Equal(("Oops", 2), ((string?)last["total_reason"], (int)last["total"]!));
    }

    [Fact]
    public void So_are_packed_ones_and_those_from_a_pipe()
    {
        byte[] store = BlockMachine.TwoOopses().Bytes;
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(store);
        Assert.Equal(s_records, Names(Report("recover", "--image", Image(packed.ToArray()))));
        Assert.Equal(s_records, Names(JsonNode.Parse(Agent.RunWithInput(store, "recover", "--json", "--image", "-").Output)!));
        Assert.Equal(s_records, Names(JsonNode.Parse(Agent.RunWithInput(packed.ToArray(), "recover", "--json", "--image", "-").Output)!));
    }

    /// <summary>Larger than what is read at once: the headers are looked for in pieces, and the zones in use are read alone.</summary>
    [Theory]
    [InlineData("blk")]
    [InlineData(null)]
    public void A_large_one_among_old_data_has_the_same_records(string? backend)
    {
        byte[] store = BlockMachine.TwoOopses(5 << 20, bytes => new Random(7).NextBytes(bytes)).Bytes;
        string[] option = backend == null ? [] : ["--backend", backend];
        JsonNode report = Report(["recover", "--image", Image(store), .. option, .. BlockMachine.SizeOptions.Where(_ => backend != null)]);
        Assert.Equal(s_records, Names(report));
        Assert.Equal(store.Length, (int)report["parameters"]!["total_size"]!["value"]!);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-4097)]
    public void A_copy_of_any_length_is_read_as_far_as_it_goes(int more)
    {
        byte[] store = BlockMachine.TwoOopses(256 << 10).Bytes;
        Array.Resize(ref store, store.Length + more);
        Assert.Equal(s_records, Names(Report("recover", "--image", Image(store))));
    }

    [Fact]
    public void A_store_in_a_partition_of_a_disk_is_pointed_out()
    {
        byte[] disk = [.. new byte[2 << 20], .. BlockMachine.TwoOopses().Bytes];
        AgentResult result = Agent.Run("recover", "--image", Image(disk));
        Assert.Contains("a store seems to begin at byte 2097152", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_within_an_image_begins_at_its_offset()
    {
        byte[] disk = [.. new byte[1 << 20], .. BlockMachine.TwoOopses().Bytes];
        JsonNode report = Report("recover", "--image", Image(disk), "--offset", "1M");
        Assert.Equal(s_records, Names(report));
        Assert.Equal(1 << 20, (int)report["source"]!["offset"]!);
    }

    [Fact]
    public void Zones_that_were_never_written_are_called_unused()
    {
        AgentResult layout = Agent.Run("layout", "--image", Image(BlockMachine.TwoOopses(256 << 10).Bytes));
        Assert.Equal((0, ""), (layout.ExitCode, layout.Errors));
        Assert.Matches(@"dmesg 2-\d+ .* unused each", layout.Output);
        Assert.DoesNotContain("bad-signature", layout.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_of_an_image_is_the_image_and_reads_as_it()
    {
        byte[] store = BlockMachine.TwoOopses(fill: bytes => Array.Fill(bytes, (byte)0xA5)).Bytes;
        string folder = _home.Path + "/dump/";
        AgentResult dump = Agent.Run("dump", folder, "--image", Image(store));
        Assert.Equal((0, ""), (dump.ExitCode, dump.Errors));
        Assert.Equal(store, File.ReadAllBytes(folder + "pstore_blk.bin"));
        Assert.Equal(s_records, Names(Report("recover", "--image", folder + "pstore_blk.bin")));
    }

    [Fact]
    public void A_ramoops_region_stays_one()
    {
        foreach (string capture in Agent.Captures.Where(capture => File.Exists(Agent.Region(capture))))
            Assert.Equal("ramoops", (string?)Report("recover", "--image", Agent.Region(capture))["source"]!["backend"]);
    }

    [Fact]
    public void Sizes_that_a_kernel_refuses_are_named()
    {
        AgentResult result = Agent.Run("extract", _home.Path + "/out", "--as-kernel", "--image", Image(BlockMachine.TwoOopses().Bytes), "--kmsg-size", "1M", "--pmsg-size", "0", "--console-size", "0", "--ftrace-size", "0", "--kernel", "6.1.192");
        Assert.Equal(78, result.ExitCode);
        Assert.StartsWith("pstore-agent: the kernel would refuse these sizes: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_taken_for_a_store_that_is_none()
    {
        AgentResult result = Agent.Run("recover", "--image", Image(new byte[64 << 10]), "--backend", "blk");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("No records.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_for_a_region_say_so()
    {
        AgentResult result = Agent.Run("retention", "check", "--image", Image(BlockMachine.TwoOopses().Bytes));
        Assert.Equal(65, result.ExitCode);
        Assert.Contains("holds a store of pstore_blk", result.Errors, StringComparison.Ordinal);
    }

    private string Image(byte[] bytes) => _home.Write("image", bytes);

    private static JsonNode Report(params string[] args)
    {
        AgentResult result = Agent.Run([.. args, "--json"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonNode.Parse(result.Output)!;
    }

    private static IEnumerable<string> Names(JsonNode report) => report["records"]!.AsArray().Select(record => (string)record!["name"]!).Order();
}
