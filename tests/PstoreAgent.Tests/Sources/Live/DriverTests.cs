using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>A machine whose driver is bound: its zones hold this boot's logs, its file system those of the boot before.</summary>
public sealed class DriverTests
{
    private const int Console = 0xf6fcc, Pmsg = 0xfefcc;
    private const string Capture = "01-one-panic";
    private const string Now = "[    0.000000] Linux version 6.1.192 (root@host) #1 SMP\n[    1.234567] this boot\n";

    private static readonly string[] s_names = ["console-ramoops-0", "dmesg-ramoops-0", "pmsg-ramoops-0"];
    private static readonly byte[] s_console = File.ReadAllBytes(LiveMachine.Shown(Capture, "console-ramoops-0"));

    [Fact]
    public void Each_record_is_there_once_with_its_boot()
    {
        using LiveMachine machine = Bound(s_names);
        JsonNode report = machine.Run("--json").Json();
        Assert.Equal(["dmesg-ramoops-0", "console-ramoops-0", "pmsg-ramoops-0", "console-ramoops-0.current"], report.Names());
        AssertIs(report.Record("dmesg-ramoops-0"), "previous", "mem", "pstore");
        AssertIs(report.Record("console-ramoops-0"), "previous", "pstore");
        AssertIs(report.Record("pmsg-ramoops-0"), "previous", "pstore");
        AssertIs(report.Record("console-ramoops-0.current"), "current", "mem");
        Assert.Equal(["mem", "pstore"], report["sources"]!.AsArray().Select(source => (string)source!["kind"]!));
        Assert.True((bool)report["machine"]!["driver_bound"]!);

        string text = machine.Run().Output;
        Assert.Contains("Driver   bound", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^dmesg-ramoops-0 .* previous live, in pstore too$", text);
        Assert.Matches("(?m)^console-ramoops-0 .* previous in pstore$", text);
        Assert.Matches(@"(?m)^console-ramoops-0\.current .* current  live$", text);
    }

    [Fact]
    public void Show_prints_the_boot_before_and_current_this_one()
    {
        using LiveMachine machine = Bound(s_names);
        Assert.Equal(s_console, machine.Run("show", "console").Bytes);
        Assert.Equal(Now, machine.Run("show", "console", "--current").Output);
        Assert.Equal(Now, machine.Run("show", "console.current").Output);
        Assert.Equal("Hello world\n", machine.Run("show", "pmsg").Output);
        InputTests.AssertFails(machine.Run("show", "pmsg", "--current"), 66, "no record 'pmsg' of this boot");
        InputTests.AssertFails(machine.Run("show", "dmesg-0", "--current"), 66, "no record 'dmesg-0' of this boot");
    }

    [Fact]
    public void The_boot_before_is_not_taken_from_this_one()
    {
        using LiveMachine machine = Bound("dmesg-ramoops-0");
        InputTests.AssertFails(machine.Run("show", "console"), 66, "--current shows what this boot has written");
        Assert.Equal(Now, machine.Run("show", "console", "--current").Output);
        Assert.Equal("console-ramoops-0.current", machine.Run("--json").Json().Names().Single(name => name.EndsWith(".current", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_source_alone_gives_its_own_records()
    {
        using LiveMachine machine = Bound(s_names);
        JsonNode files = machine.Run("--json", "--source", "pstore").Json();
        Assert.Equal(["dmesg-ramoops-0", "console-ramoops-0", "pmsg-ramoops-0"], files.Names());
        Assert.All(files["records"]!.AsArray(), record => AssertIs(record!, "previous", "pstore"));
        JsonNode memory = machine.Run("--json", "--source", "mem").Json();
        Assert.Equal(["mem"], memory["sources"]!.AsArray().Select(source => (string)source!["kind"]!));
        Assert.Contains("console-ramoops-0.current", memory.Names());
        Assert.All(memory["records"]!.AsArray(), record => Assert.Equal(["mem"], record!.Sources()));
    }

    [Fact]
    public void Extract_keeps_both_boots_apart()
    {
        using LiveMachine machine = Bound(s_names);
        string folder = machine.Files.FullName("/out");
        AgentResult result = machine.Run("extract", folder);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(s_console, File.ReadAllBytes(Path.Combine(folder, "console-ramoops-0")));
        string current = Assert.Single(Directory.GetFiles(folder, "*current*", SearchOption.AllDirectories));
        Assert.Equal(Now, File.ReadAllText(current));
    }

    [Fact]
    public void A_slot_that_was_written_since_holds_another_dump()
    {
        using LiveMachine machine = Bound("console-ramoops-0");
        machine.Files.With("/sys/fs/pstore/dmesg-ramoops-0", "Oops#1 Part1\n<4>[  700.000000] an older dump\n");
        JsonNode report = machine.Run("--json").Json();
        AssertIs(report.Record("dmesg-ramoops-0"), "unknown", "pstore");
        AssertIs(report.Record("dmesg-ramoops-0.current"), "previous", "mem");
        Assert.Contains("an older dump", machine.Run("show", "dmesg-0").Output, StringComparison.Ordinal);
        Assert.Contains("sysrq triggered crash", machine.Run("show", "dmesg-0.current").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void This_boots_log_settles_whose_a_dump_is()
    {
        using LiveMachine machine = Bound("console-ramoops-0");
        const string log = "[    0.000000] Linux version 6.1.192\n[    1.234567] this boot\n[    7.000000] WARNING: odd\n";
        machine.Files.With("/dmesg", log).With("/sys/fs/pstore/dmesg-efi_pstore-171234567801001", "Oops#1 Part1\n<6>[    1.234567] this boot\n<4>[    7.000000] WARNING: odd\n");
        JsonNode dump = machine.Run("--json").Json().Record("dmesg-efi_pstore-171234567801001");
        AssertIs(dump, "current", "pstore");
        Assert.Equal((171234567801001L, "efi_pstore"), ((long)dump["id"]!, (string?)dump["backend"]));
    }

    [Fact]
    public void The_ecc_notice_and_the_time_are_fields()
    {
        const string capture = "08b-ecc16-dmesg-uncorrectable";
        using LiveMachine machine = new LiveMachine().WithTree(16).WithMemory(new byte[0x100000]).WithDriver();
        foreach (string name in (string[])["console-ramoops-0", "dmesg-ramoops-0.enc.z", "pmsg-ramoops-0"])
            machine.Files.With("/sys/fs/pstore/" + name, File.ReadAllBytes(LiveMachine.Shown(capture, name)));
        File.SetLastWriteTimeUtc(machine.Files.FullName("/sys/fs/pstore/dmesg-ramoops-0.enc.z"), new DateTime(2023, 11, 14, 22, 13, 20, DateTimeKind.Utc).AddTicks(1234560));
        JsonNode report = machine.Run("--json").Json();
        JsonNode dump = report.Record("dmesg-ramoops-0"), pmsg = report.Record("pmsg-ramoops-0");
        Assert.Equal(("deflate", false, "2023-11-14T22:13:20.123456Z"), ((string?)dump["compression"], (bool)dump["whole"]!, (string?)dump["time"]));
        Assert.True((int)dump["ecc_bad_blocks"]! > 0);
        Assert.Equal((4, 0, 12), ((int)pmsg["ecc_corrected_bytes"]!, (int)pmsg["ecc_bad_blocks"]!, (int)pmsg["size"]!));
        Assert.Null((string?)pmsg["time"]);
        Assert.DoesNotContain("ECC:", machine.Run("show", "console").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_kinds_are_named_and_passed_over()
    {
        using LiveMachine machine = Bound("console-ramoops-0");
        machine.Files.With("/sys/fs/pstore/mce-erst-5", "x").With("/sys/fs/pstore/powerpc-ofw-nvram-0", "x").With("/sys/fs/pstore/ftrace-ramoops", "");
        JsonNode report = machine.Run("--json").Json();
        Assert.Contains("files of other kinds were passed over: mce-erst-5, powerpc-ofw-nvram-0", report["diagnostics"]!.AsArray().Select(note => (string)note!["message"]!));
        Assert.DoesNotContain(report.Names(), name => name.StartsWith("mce", StringComparison.Ordinal));
        Assert.Contains("ftrace-ramoops-0", report.Names());
    }

    [Fact]
    public void A_mount_elsewhere_is_found_by_the_machines_mounts()
    {
        using LiveMachine machine = Bound("dmesg-ramoops-0");
        machine.Files.With("/proc/self/mounts", "proc /proc proc rw 0 0\npstore /mnt/last\\040words pstore rw 0 0\n")
            .With("/mnt/last words/console-ramoops-0", "[    5.000000] from there\n");
        JsonNode report = machine.Run("--json").Json();
        Assert.Equal("pstore file system at /mnt/last words", (string?)report["sources"]![1]!["name"]);
        Assert.Equal("[    5.000000] from there\n", machine.Run("show", "console").Output);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_a_failure_and_not_other_kinds()
    {
        using LiveMachine machine = new LiveMachine().WithTree().WithDriver();
        string folder = machine.Files.FullName("/sys/fs/pstore");
        File.CreateSymbolicLink(Path.Combine(folder, "dmesg-ramoops-0"), "/etc/hostname");
        InputTests.AssertFails(machine.Run("--source", "pstore"), 74, "read of the pstore file system failed");

        machine.Files.With("/sys/fs/pstore/console-ramoops-0", Now);
        AgentResult result = machine.Run("--source", "pstore");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("warning not read from the pstore file system", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("passed over", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_only_root_may_list_is_refused_in_a_line()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "becoming an ordinary user needs root and setpriv");
        using LiveMachine machine = new LiveMachine().WithTree().WithDriver(("console-ramoops-0", "x"u8.ToArray()));
        Assert.Equal(0, Agent.Start("chmod", ["755", machine.Files.Path, machine.Files.FullName("/sys"), machine.Files.FullName("/sys/fs")], null).ExitCode);
        Assert.Equal(0, Agent.Start("chmod", ["700", machine.Files.FullName("/sys/fs/pstore")], null).ExitCode);
        AgentResult result = Agent.Start("/usr/bin/setpriv", ["--reuid", "1000", "--clear-groups", Agent.Managed, "--root", machine.Files.Path, "--source", "pstore"], null);
        InputTests.AssertFails(result, 77, "read of the pstore file system refused (EACCES)");
    }

    private static void AssertIs(JsonNode record, string boot, params string[] sources)
    {
        Assert.Equal(boot, (string?)record["boot"]);
        Assert.Equal(sources, record.Sources());
    }

    /// <summary>The board after a crash, with console and messages begun anew as binding does it.</summary>
    private static LiveMachine Bound(params string[] files)
    {
        byte[] region = LiveMachine.Region(Capture);
        byte[] text = Encoding.ASCII.GetBytes(Now);
        region.AsSpan(Pmsg + 4, 8).Clear();
        BitConverter.TryWriteBytes(region.AsSpan(Console + 4), text.Length);
        BitConverter.TryWriteBytes(region.AsSpan(Console + 8), text.Length);
        text.CopyTo(region, Console + 12);
        LiveMachine machine = LiveMachine.Board(region).WithDriver();
        foreach (string name in files) machine.Files.With("/sys/fs/pstore/" + name, File.ReadAllBytes(LiveMachine.Shown(Capture, name)));
        return machine;
    }
}
