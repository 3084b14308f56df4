using System.Text;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Control;

/// <summary>The machine is a folder: what would crash it is a file, and tells that it was written.</summary>
public sealed class CrashTestTests
{
    private const string Sysrq = "/proc/sysrq-trigger", Provoke = "/sys/kernel/debug/provoke-crash/DIRECT", Kmsg = "/dev/kmsg";

    [Fact]
    public void It_says_what_it_would_do_and_does_nothing()
    {
        using LiveMachine machine = Board();
        AgentResult result = machine.Run("crash-test", "panic");
        Assert.Equal((64, "pstore-agent: crash-test crashes this machine; nothing was done, --yes does it\n"), (result.ExitCode, result.Errors));
        Assert.Contains("Recorded      dmesg console pmsg\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("it restarts after 5 s (kernel.panic = 5)", result.Output, StringComparison.Ordinal);
        Assert.Contains("it goes on (kernel.panic_on_oops = 0)", result.Output, StringComparison.Ordinal);
        Assert.Contains("kernel.sysrq = 16", result.Output, StringComparison.Ordinal);
        Assert.Contains("c is written to /proc/sysrq-trigger", result.Output, StringComparison.Ordinal);
        Assert.Equal(("", ""), (Read(machine, Sysrq), Read(machine, Kmsg)));
    }

    [Theory]
    [InlineData("panic", Sysrq, "c", "dmesg console pmsg")]
    [InlineData("oops", Provoke, "EXCEPTION", "dmesg console pmsg")]
    [InlineData("hang", Provoke, "HARDLOCKUP", "console pmsg")]
    public void The_mark_is_left_and_the_trigger_is_pulled(string kind, string file, string word, string expected)
    {
        using LiveMachine machine = Board();
        AgentResult result = machine.Run("crash-test", kind, "--yes");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Equal(word, Read(machine, file));
        Assert.Equal("", Read(machine, file == Sysrq ? Provoke : Sysrq));
        Assert.Matches($@"^<2>pstore-agent crash-test [0-9a-f]{{16}} {kind}: {expected}\n$", Read(machine, Kmsg));
        Assert.Contains($"crash-test --check {Read(machine, Kmsg).Split(' ')[2]}\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_up_that_records_nothing_is_refused_unless_forced()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        machine.Files.With(Sysrq, "").With(Kmsg, "");
        AgentResult refused = machine.Run("crash-test", "--yes");
        Assert.Equal(69, refused.ExitCode);
        Assert.Contains("the ramoops driver is not bound, so that nothing is recorded; nothing was done", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("", Read(machine, Sysrq));
        Assert.Equal(0, machine.Run("crash-test", "--yes", "--force").ExitCode);
        Assert.Equal("c", Read(machine, Sysrq));
    }

    [Fact]
    public void A_kernel_without_the_trigger_is_named()
    {
        using LiveMachine machine = FakeDevices.Board();
        machine.Files.WithFolder("/sys/kernel/debug");
        Assert.Contains("/proc/sysrq-trigger is missing: the kernel has no CONFIG_MAGIC_SYSRQ", machine.Run("crash-test", "panic").Errors, StringComparison.Ordinal);
        Assert.Contains("the kernel has no CONFIG_LKDTM, or its module lkdtm is not loaded", machine.Run("crash-test", "oops").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("panic: dmesg console pmsg", true, true, 0, "Everything that was expected came through whole.")]
    [InlineData("panic: dmesg console pmsg ftrace", true, true, 65, "ftrace   missing")]
    [InlineData("panic: dmesg console pmsg", false, true, 65, "dmesg    missing")]
    [InlineData("hang: console pmsg", false, true, 0, "dmesg    -        not expected of this test")]
    [InlineData("panic: dmesg console pmsg", true, false, 65, "console  no mark  console-ramoops-0, without the mark")]
    public void The_check_tells_what_came_through(string mark, bool dmesg, bool console, int code, string line)
    {
        using LiveMachine machine = FakeDevices.Board();
        string text = $"pstore-agent crash-test 0123456789abcdef {mark}";
        var files = new List<(string, byte[])> { ("pmsg-ramoops-0", Bytes($"2026-11-23T08:03:11Z +9.000 b=1a2b3c4d crash-test: {text}\n")) };
        if (dmesg) files.Add(("dmesg-ramoops-0", Bytes($"Panic#1 Part1\n<2>[    9.000001] {text}\n<0>[    9.100000] Kernel panic - not syncing: sysrq triggered crash\n")));
        files.Add(("console-ramoops-0", Bytes($"[    9.000001] {(console ? text : "another")}\n")));
        machine.WithDriver([.. files]);
        AgentResult result = machine.Run("crash-test", "--check", "--source", "pstore");
        Assert.Equal((code, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith($"Test     0123456789abcdef, {mark.Split(':')[0]}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(line, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "0", "Trace         the function trace stays off (--trace turns it on)", "dmesg console pmsg")]
    [InlineData("--trace", "0", "Trace         the function trace is turned on just before (--trace)", "dmesg console pmsg ftrace")]
    [InlineData(null, "1", "Trace         the function trace is on, and stays on", "dmesg console pmsg ftrace")]
    public void The_function_trace_is_turned_on_only_when_asked_for(string? option, string before, string words, string expected)
    {
        using LiveMachine machine = Board();
        const string record = "/sys/kernel/debug/pstore/record_ftrace";
        machine.Files.With(record, before).WithParameters(("mem_address", "36507222016"), ("mem_size", "1048576"), ("ftrace_size", "16384"));
        string path = machine.Files.FullName(record);
        DateTime old = DateTime.UnixEpoch.AddDays(1);
        File.SetLastWriteTimeUtc(path, old);
        AgentResult result = machine.Run(["crash-test", "panic", "--yes", .. option == null ? (string[])[] : [option]]);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(words, result.Output, StringComparison.Ordinal);
        Assert.Contains($"Recorded      {expected}\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(expected.EndsWith("ftrace", StringComparison.Ordinal), result.Output.Contains("with the function trace the kernel may hang", StringComparison.Ordinal));
        Assert.Equal((before, option == null), (Read(machine, record), File.GetLastWriteTimeUtc(path) == old));
    }

    [Fact]
    public void Where_the_kernel_log_is_closed_nothing_is_done_at_all()
    {
        using LiveMachine machine = Board();
        machine.Files.With("/proc/cmdline", "quiet printk.devkmsg=off\n");

        // Written from its beginning, an immutable file says what the closed device does.
        string log = machine.Files.FullName(Kmsg);
        Assert.SkipUnless(Agent.Start("chattr", ["+i", log], null).ExitCode == 0, "the file system has no immutable files");
        try
        {
            const string tracer = "/usr/bin/strace";
            Assert.SkipUnless(File.Exists(tracer), $"{tracer} is missing (package strace)");
            string trace = machine.Files.FullName("/trace");
            AgentResult result = Agent.Start(tracer, ["-f", "-y", "-e", "trace=write", "-o", trace, Agent.Managed, "--root", machine.Files.Path, "crash-test", "--yes"], null);
            Assert.Equal(77, result.ExitCode);
            Assert.Contains("nothing was done; printk.devkmsg=off on the kernel command line closes it: boot with printk.devkmsg=on", result.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("pmsg0", File.ReadAllText(trace), StringComparison.Ordinal);
        }
        finally
        {
            Agent.Start("chattr", ["-i", log], null);
        }
    }

    [Fact]
    public void Without_a_driver_no_dumps_are_promised()
    {
        using LiveMachine machine = new LiveMachine().WithTree();
        Assert.Contains("Reasons       nothing is dumped without the driver\n", machine.Run("crash-test").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CPU:0 ts:1 ffff800008010000  ffff800008012000  a <- b\n", "ftrace   whole    ftrace-ramoops-0")]
    public void A_trace_of_the_same_boot_is_whole(string content, string line)
    {
        using LiveMachine machine = FakeDevices.Board();
        machine.WithDriver(("pmsg-ramoops-0", Bytes("- +9.000 b=1a2b3c4d crash-test: pstore-agent crash-test 0123456789abcdef panic: pmsg ftrace\n")), ("ftrace-ramoops-0", Bytes(content)));
        AgentResult result = machine.Run("crash-test", "--check", "--source", "pstore");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains(line, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_mark_there_is_nothing_to_check()
    {
        string image = Agent.Region(Agent.Captures[0]);
        AgentResult result = Agent.Run("crash-test", "--check", "--image", image);
        Assert.Equal(66, result.ExitCode);
        Assert.StartsWith("pstore-agent: no record has the mark of a crash test:", result.Errors, StringComparison.Ordinal);
    }

    private static LiveMachine Board()
    {
        LiveMachine machine = FakeDevices.Board().WithPmsg();
        machine.Files.With(Sysrq, "").With(Kmsg, "").With(Provoke, "")
            .With("/proc/sys/kernel/panic", "5\n").With("/proc/sys/kernel/panic_on_oops", "0\n")
            .With("/proc/sys/kernel/sysrq", "16\n").With("/proc/sys/kernel/printk", "7\t4\t1\t7\n")
            .WithParameters(("max_reason", "2"));
        return machine;
    }

    private static string Read(LiveMachine machine, string file) => File.ReadAllText(machine.Files.FullName(file));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
