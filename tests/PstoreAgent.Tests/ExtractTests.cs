using System.Globalization;
using System.Text.Json;
using Xunit;

namespace PstoreAgent.Tests;

public sealed class ExtractTests
{
    public static TheoryData<string> Captures => [.. Agent.Captures.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Captures))]
    public void As_kernel_gives_the_files_that_the_kernel_showed(string name)
    {
        string capture = Agent.Captures.Single(path => Path.GetFileName(path) == name);
        JsonElement config = JsonDocument.Parse(File.ReadAllText(Path.Combine(capture, "case.json"))).RootElement;
        using var folder = new TemporaryDirectory();
        string target = folder.Join("new/deep");
        var args = new List<string> { "extract", target, "--as-kernel", "--image", Agent.Region(capture), "--kernel", config.GetProperty("kernel").GetString()! };
        foreach ((string option, string key) in (ReadOnlySpan<(string, string)>)
            [("--record-size", "record"), ("--console-size", "console"), ("--ftrace-size", "ftrace"), ("--pmsg-size", "pmsg"), ("--ecc", "ecc"), ("--flags", "flags"), ("--cpus", "cpus")])
            args.Add($"{option}={config.GetProperty(key).GetInt64().ToString(CultureInfo.InvariantCulture)}");
        if (config.GetProperty("symbols").GetString() is { } symbols) args.AddRange(["--symbols", Path.Combine(Agent.Root, "tests", "fixtures", symbols)]);

        AgentResult result = Agent.Start(Agent.Managed, args, null);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        string[] shown = [.. Directory.GetFiles(Path.Combine(capture, "pstore")).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal(shown, Directory.GetFileSystemEntries(target).Select(path => Path.GetFileName(path)).Order());
        foreach (string file in shown)
        {
            if (file.StartsWith("ftrace", StringComparison.Ordinal) && config.GetProperty("symbols").GetString() == null) continue;
            Assert.Equal(File.ReadAllBytes(Path.Combine(capture, "pstore", file)), File.ReadAllBytes(Path.Combine(target, file)));
        }
    }

    [Fact]
    public void Nothing_is_overwritten_without_force()
    {
        using var folder = new TemporaryDirectory();
        string image = Agent.Region(Agent.Captures[0]);
        string taken = folder.Write("console-ramoops-0", "mine"u8.ToArray());
        foreach (string[] extra in (string[][])[[], ["--as-kernel"]])
        {
            InputTests.AssertFails(Agent.Run(["extract", folder.Path, "--image", image, .. extra]), 73, "File exists; use --force");
            Assert.Equal([taken], Directory.GetFileSystemEntries(folder.Path));
            Assert.Equal("mine", File.ReadAllText(taken));
        }

        Assert.Equal(0, Agent.Run("extract", folder.Path, "--image", image, "--force").ExitCode);
        Assert.NotEqual("mine", File.ReadAllText(taken));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_has_the_time_of_its_record()
    {
        using var folder = new TemporaryDirectory();
        string image = Agent.Region(Agent.Captures[0]);
        Assert.Equal(0, Agent.Run("extract", folder.Path, "--image", image).ExitCode);
        JsonElement record = JsonDocument.Parse(Agent.Run("--json", "--image", image).Output).RootElement.GetProperty("records")[0];
        DateTime written = record.GetProperty("time").GetDateTime().ToUniversalTime();
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder.Join(record.GetProperty("name").GetString()!)));
    }

    [Fact]
    public void Sizes_that_the_kernel_refuses_name_the_sum()
    {
        using var folder = new TemporaryDirectory();
        string target = folder.Join("out");
        AgentResult result = Agent.Run("extract", target, "--as-kernel", "--image", Agent.Region(Agent.Captures[0]), "--kernel", "6.1",
            "--record-size", "0x1000", "--console-size", "1M", "--pmsg-size", "0x1000", "--ftrace-size", "0", "--ecc", "0");
        InputTests.AssertFails(result, 78, "0x101000 exceed mem_size 0x100000");
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Fact]
    public void A_region_larger_than_the_image_has_no_kernels_view()
    {
        using var folder = new TemporaryDirectory();
        string image = Agent.Region(Agent.Captures[0]);
        InputTests.AssertFails(Agent.Run("extract", folder.Join("out"), "--as-kernel", "--image", image, "--mem-size", "2M"), 65, "--mem-size says 2097152");
        AgentResult recovered = Agent.Run("--image", image, "--mem-size", "2M");
        Assert.Equal(0, recovered.ExitCode);
        Assert.Contains("the headers fit only 0x100000", recovered.Output, StringComparison.Ordinal);
        Assert.Contains("dmesg-ramoops-0 ", recovered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_records_make_an_empty_directory()
    {
        using var folder = new TemporaryDirectory();
        string image = folder.Write("zeros", new byte[65536]);
        AgentResult result = Agent.Run("extract", folder.Join("out"), "--as-kernel", "--image", image, "--kernel", "6.1",
            "--record-size", "4K", "--console-size", "4K", "--pmsg-size", "4K", "--ftrace-size", "0", "--ecc", "0", "--flags", "0");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Join("out")));
    }

    [Fact]
    public void A_file_in_the_way_of_the_directory_is_named()
    {
        using var folder = new TemporaryDirectory();
        string taken = folder.Write("out", []);
        InputTests.AssertFails(Agent.Run("extract", taken, "--image", Agent.Region(Agent.Captures[0])), 73, "out");
    }
}
