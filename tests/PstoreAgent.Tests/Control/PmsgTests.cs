using System.Text;
using System.Text.RegularExpressions;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

/// <summary>What is written to /dev/pmsg0, and to nothing else.</summary>
public sealed partial class PmsgTests
{
    [Fact]
    public void A_record_is_one_line_with_time_and_boot_and_one_call()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        string line = Assert.Single(FakeDevices.Writes(machine, null, "pmsg", "write", "--tag", "updater", "slot B", "is\nwritten"));
        Assert.Matches(Line(), line);
        Assert.EndsWith(@"b=1a2b3c4d updater: slot B is\nwritten" + "\n", line, StringComparison.Ordinal);

        string reason = Assert.Single(FakeDevices.Writes(machine, null, "pmsg", "reason", "update", "to", "2.1"));
        Assert.StartsWith("\n20", reason, StringComparison.Ordinal);
        Assert.EndsWith("b=1a2b3c4d reason: update to 2.1\n", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_line_of_standard_input_is_a_record()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        string[] lines = FakeDevices.Writes(machine, "one\n\ntwo\u001b\nlast"u8.ToArray(), "pmsg", "write", "-");
        Assert.Equal(["one", "", @"two\x1b", "last"], lines.Select(line => line[(line.IndexOf("user: ", StringComparison.Ordinal) + 6)..^1]));
    }

    [Fact]
    public void A_line_longer_than_the_zone_does_not_keep_the_others_back()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        const string tracer = "/usr/bin/strace";
        Assert.SkipUnless(File.Exists(tracer), $"{tracer} is missing (package strace)");
        byte[] input = Encoding.UTF8.GetBytes($"one\n{new string('x', 100_000)}\ntwo\n{new string('\u0001', 2000)}\nthree");
        string trace = machine.Files.FullName("/trace");
        AgentResult result = Agent.Start(tracer, ["-f", "-s", "200", "-e", "trace=write", "-o", trace, Agent.Managed, "--root", machine.Files.Path, "pmsg", "write", "-"], input);
        Assert.Equal((65, "pstore-agent: 2 lines of standard input would be longer than the pmsg zone, which holds 4084 bytes; only the others were written\n"), (result.ExitCode, result.Errors));
        string[] written = [.. File.ReadAllLines(trace).Where(line => line.Contains("b=1a2b3c4d user: ", StringComparison.Ordinal)).Select(line => line.Split("user: ")[1].Split("\\n")[0])];
        Assert.Equal(["one", "two", "three"], written);
    }

    [Fact]
    public void Words_that_raw_could_not_keep_are_refused()
    {
        AgentResult result = Agent.Start("/bin/sh", ["-c", $"'{Agent.Managed}' pmsg write --raw \"$(printf 'a\\377b')\""], null);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("give them on standard input", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_bytes_stay_as_they_are_and_together()
    {
        using LiveMachine machine = FakeDevices.Board().WithPmsg();
        Assert.Equal("a\nb\u0001", Assert.Single(FakeDevices.Writes(machine, "a\nb\u0001"u8.ToArray(), "pmsg", "write", "--raw")));
        Assert.Equal("some words", Assert.Single(FakeDevices.Writes(machine, null, "pmsg", "write", "--raw", "some", "words")));
    }

    // The board's pmsg zone has 0x1000 bytes, 12 of them its header, and parity where there is ECC.
    [Theory]
    [InlineData(0, 4084)]
    [InlineData(16, 3604)]
    public void A_record_longer_than_the_zone_is_refused_whole(int ecc, int most)
    {
        using LiveMachine machine = FakeDevices.Board(ecc).WithPmsg();
        Assert.Single(FakeDevices.Writes(machine, new byte[most], "pmsg", "write", "--raw", "-"));
        AgentResult raw = Agent.RunWithInput(new byte[most + 1], "pmsg", "write", "--raw", "-", "--root", machine.Files.Path);
        Assert.Equal((65, $"pstore-agent: standard input is longer than the pmsg zone, which holds {most} bytes; nothing was written\n"), (raw.ExitCode, raw.Errors));
        AgentResult line = machine.Run("pmsg", "write", new string('x', most));
        Assert.Equal(65, line.ExitCode);
        Assert.Contains($"longer than the pmsg zone, which holds {most}; nothing was written", line.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_a_character_device_is_written()
    {
        using LiveMachine machine = FakeDevices.Board();
        AgentResult missing = machine.Run("pmsg", "write", "x");
        Assert.Equal(69, missing.ExitCode);
        Assert.Contains("/dev/pmsg0 is missing", missing.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(machine.Files.FullName(FakeDevices.Pmsg)));

        machine.Files.With(FakeDevices.Pmsg, "a plain file");
        AgentResult plain = machine.Run("pmsg", "write", "x");
        Assert.Equal(69, plain.ExitCode);
        Assert.Contains("is no character device", plain.Errors, StringComparison.Ordinal);
        Assert.Equal("a plain file", File.ReadAllText(machine.Files.FullName(FakeDevices.Pmsg)));
    }

    [Fact]
    public void Without_a_driver_the_way_out_is_named()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        Assert.Contains("the ramoops driver is not bound; heartbeat --mem", machine.Run("pmsg", "write", "x").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pmsg: 'say' is neither write nor reason", "pmsg", "say", "x")]
    [InlineData("pmsg reason needs the reason, such as: pmsg reason update 'to 2.1'", "pmsg", "reason")]
    [InlineData("--tag: 'a:b' is none; it has 1 to 32 bytes, no colon, no backslash and no control character", "pmsg", "write", "--tag", "a:b", "x")]
    [InlineData("--raw writes the bytes as they are: without --tag", "pmsg", "write", "--tag", "a", "--raw", "x")]
    public void Wrong_words_are_named(string error, params string[] args)
    {
        AgentResult result = Agent.Run(args);
        Assert.Equal((64, $"pstore-agent: {error}\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public void Show_lines_the_entries_up_and_leaves_free_text()
    {
        string log = """
            free text
            2026-11-23T08:03:11Z +9.000 b=1a2b3c4d user: one
            2026-11-23T08:03:12Z +1234.567 b=1a2b3c4d app: two\n
            - +1240.000 b=00000000 x: three
            end
            """;
        using LiveMachine machine = FakeDevices.Board();
        machine.WithDriver(("pmsg-ramoops-0", Encoding.UTF8.GetBytes(log)));
        Assert.Equal("""
            free text
            2026-11-23T08:03:11Z +   9.000 1a2b3c4d user: one
            2026-11-23T08:03:12Z +1234.567 1a2b3c4d app: two\n
            -                    +1240.000 00000000 x: three
            end

            """, machine.Run("show", "pmsg", "--source", "pstore").Output);
        Assert.Equal(log, machine.Run("show", "pmsg", "--source", "pstore", "--raw").Output);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \+\d+\.\d{3} b=[0-9a-f]{8} [^:]+: .*\n$")]
    private static partial Regex Line();
}
