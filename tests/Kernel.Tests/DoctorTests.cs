using System.Text.Json;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>doctor on a board: nothing is wrong where all is well, and of each fault that is made on purpose the right thing.</summary>
public sealed class DoctorTests
{
    private const int Found = 10;
    private const string Node = "/reserved-memory/ramoops@880000000";
    private const string Mount = "mount -t pstore pstore /sys/fs/pstore";

    private static readonly string[] s_tree = ["ftrace=0x4000", "ecc=16"];

    /// <summary>Runs doctor; its answer is in a file, its exit code is printed.</summary>
    private static string Doctor(string name) => $"pstore-agent doctor --json --exit-code >/out/{name}; echo {name} $?";

    private static void Expect(BootResult boot, string name, string problems, string warnings)
    {
        (string[] found, string[] others) = Read(boot, name);
        Assert.Equal((problems, warnings), (string.Join(' ', found), string.Join(' ', others)));
    }

    private static (string[] Problems, string[] Warnings) Read(BootResult boot, string name)
    {
        JsonElement[] findings = [.. JsonDocument.Parse(boot.File(name)).RootElement.GetProperty("findings").EnumerateArray()];
        string[] Of(string level) => [.. findings.Where(finding => finding.GetProperty("level").GetString() == level).Select(finding => finding.GetProperty("id").GetString()!)];
        string[] problems = Of("problem");
        Assert.Contains($"{name} {(problems.Length > 0 ? Found : 0)}", boot.Lines);
        return (problems, Of("warning"));
    }

    [Fact]
    public void A_good_board_has_no_problem_and_what_is_broken_at_run_time_is_found()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot
        {
            Tree = s_tree,
            Script = $"""
                {Doctor("unmounted")}
                {Mount}
                {Doctor("good")}
                echo 0 >/proc/sys/kernel/panic
                {Doctor("hangs")}
                echo 1 >/proc/sys/kernel/panic
                mv /dev/pmsg0 /dev/saved
                {Doctor("nodevice")}
                echo lost >/dev/pmsg0
                {Doctor("file")}
                rm /dev/pmsg0
                mv /dev/saved /dev/pmsg0
                chmod 666 /dev/pmsg0
                {Doctor("open")}
                chmod 220 /dev/pmsg0
                echo 3 >/proc/sys/kernel/printk
                {Doctor("quiet")}
                echo 7 >/proc/sys/kernel/printk
                {Doctor("again")}
                basename /sys/bus/platform/drivers/ramoops/*ramoops* >/sys/bus/platform/drivers/ramoops/unbind
                {Doctor("unbound")}
                pstore-agent doctor
                """,
        });

        // The root is in RAM there, and a record is smaller than the log.
        const string record = "record-capacity", archive = "archive-volatile";
        Expect(boot, "good", "", $"{record} {archive}");
        Expect(boot, "unmounted", "", $"{record} mount-missing {archive}");
        Expect(boot, "hangs", "panic-timeout", $"{record} {archive}");
        Expect(boot, "nodevice", "pmsg-device", $"{record} {archive}");
        Expect(boot, "file", "pmsg-no-device", $"{record} {archive}");
        Expect(boot, "open", "", $"{record} pmsg-permissions {archive}");
        Expect(boot, "quiet", "", $"{record} console-loglevel {archive}");
        Expect(boot, "again", "", $"{record} {archive}");
        Assert.Equal(["driver-not-bound"], Read(boot, "unbound").Problems);
        Assert.Contains(boot.Lines, line => line.StartsWith("PROBLEM    driver-not-bound: ", StringComparison.Ordinal));
    }

    // what is changed; the problems
    public static TheoryData<string, string> Faults => new()
    {
        { "drop:/reserved-memory:ranges=", "node-no-ranges region-not-reserved driver-not-bound" },
        { $"text:{Node}:status=disabled", "node-status region-not-reserved driver-not-bound" },
        { "record=0x200000", "sizes-refused driver-not-bound" },
        { "record=-", "no-record-zone" },
        { "cell:/memory@40000000:reg=0 40000000 0 20000000 8 78000000 0 8080000", "region-crosses-memory" },
        { "append=initcall_blacklist=ramoops_init", "driver-blacklisted" },
        { "append=pstore.backend=efi_pstore", "driver-not-bound backend-choice" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_board_that_is_set_up_wrongly_is_told_so(string fault, string problems)
    {
        using var board = new Board();
        string append = fault.StartsWith("append=", StringComparison.Ordinal) ? fault["append=".Length..] : "";
        BootResult boot = board.Start(new Boot { Tree = append.Length > 0 ? s_tree : [.. s_tree, fault], CommandLine = append, Script = $"{Mount}\n{Doctor("found")}" });
        Assert.Equal(problems, string.Join(' ', Read(boot, "found").Problems));
    }

    private const string Parameters = "ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000 ramoops.record_size=0x4000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.pmsg_size=0x1000 ramoops.ecc=1";

    // what is changed; more of the command line; the warnings
    public static TheoryData<string, string, string> Sound => new()
    {
        { $"drop:{Node}:compatible=", Parameters, "" },
        { "text:/reserved-memory:status=disabled", "", "" },

        // The driver takes the parameters, and refuses the node.
        { "", Parameters, "region-named-twice " },
        { "", "ramoops.mem_address=0x880000000 ramoops.mem_size=0x1000 ramoops.record_size=0x8000", "region-named-twice " },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void The_region_that_the_kernel_takes_is_judged(string change, string append, string warnings)
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot { Tree = change.Length > 0 ? [.. s_tree, change] : s_tree, CommandLine = append, Script = $"{Mount}\n{Doctor("found")}\ncat /sys/module/ramoops/parameters/record_size" });
        Expect(boot, "found", "", $"{warnings}record-capacity archive-volatile");
        Assert.Contains(append == Parameters ? "16384" : "32768", boot.Lines);
    }

    [Fact]
    public void Without_ftrace_size_and_no_map_there_are_warnings()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot { Place = Place.Inside, Script = $"{Mount}\n{Doctor("found")}" });
        Expect(boot, "found", "", "node-no-map-missing ftrace-missing ecc-off record-capacity config-strict-devmem archive-volatile");
    }

    [Fact]
    public void A_driver_that_holds_a_region_outside_memory_closes_it()
    {
        using var board = new Board();
        BootResult boot = board.Start(new Boot { Place = Place.Outside, Tree = s_tree, Script = $"{Mount}\n{Doctor("found")}" });
        Expect(boot, "found", "", "region-outside-memory record-capacity config-io-strict-devmem archive-volatile");
    }
}
