using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// What the kernel lets user space do with the region, by where it lies and who holds it, and what the agent makes of
/// it: it reads what can be read, and explains the rest. The ground that it stands on is asked for by a C program.
/// </summary>
public sealed class PlacementTests
{
    private const int Ok = 0, Eperm = 1, Efault = 14, BusError = 128 + 7;
    private const int Unavailable = 69, Permission = 77;
    private const int First = 0x100, Length = 0x1000;
    private const string Free = "free", Bound = "bound", Relaxed = "bound, iomem=relaxed";

    // place, kernel, driver; exit codes of read(), mmap with 64-bit loads, mmap with memcpy
    public static TheoryData<string, string, string, int, int, int> Table => new()
    {
        { "Inside", "full", Bound, Eperm, Eperm, Eperm },
        { "Inside", "full", Free, Eperm, Eperm, Eperm },
        { "Inside", "full", Relaxed, Eperm, Eperm, Eperm },
        { "Inside", "nostrict", Bound, Ok, Ok, Ok },
        { "Inside", "nostrict", Free, Ok, Ok, Ok },
        { "NoMap", "full", Bound, Efault, Ok, BusError },
        { "NoMap", "full", Free, Efault, Ok, BusError },
        { "NoMap", "nostrict", Bound, Efault, Ok, BusError },
        { "NoMap", "nostrict", Free, Efault, Ok, BusError },
        { "Outside", "full", Bound, Efault, Eperm, Eperm },
        { "Outside", "full", Relaxed, Efault, Ok, BusError },
        { "Outside", "full", Free, Efault, Ok, BusError },
        { "Outside", "nostrict", Bound, Efault, Ok, BusError },
        { "Outside", "nostrict", Free, Efault, Ok, BusError },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_place_gives_what_the_table_says(string place, string kernel, string driver, int read, int words, int memcpy)
    {
        bool bound = driver != Free;
        using Board board = Crashed.NewBoard();
        BootResult boot = board.Start(new Boot
        {
            Kernel = kernel,
            Place = Enum.Parse<Place>(place),
            CommandLine = driver switch { Free => Boot.NoDriver, Relaxed => "iomem=relaxed", _ => "" },
            // The odd length has memcpy end in an unaligned load.
            Script = $"""
                [ -e /sys/bus/platform/drivers/ramoops/*ramoops* ] && echo bound
                [ ! -e /dev/pmsg0 ] || echo now >/dev/pmsg0
                for how in read words memcpy; do peek $how 0x{Board.RegionAddress:x} {Length + 3} >/out/$how; echo $how $?; done
                for how in mem kcore auto; do pstore-agent dump /out/agent-$how --source $how 2>/out/problem-$how >/dev/null; echo agent-$how $?; done
                pstore-agent recover --json >/out/recovery; echo recover $?
                """,
        });

        bool mem = words == Ok, kcore = place == "Inside", auto = mem || kcore;
        string[] lines =
        [
            .. bound ? (string[])["bound"] : [], $"read {read}", $"words {words}", $"memcpy {memcpy}",
            $"agent-mem {(mem ? Ok : Permission)}", $"agent-kcore {(kcore ? Ok : Unavailable)}", $"agent-auto {(auto ? Ok : Permission)}", "recover 0",
        ];
        Assert.Equal(lines, boot.Lines.Where(line => line == "bound" || line.Split(' ') is ["read" or "words" or "memcpy" or "agent-mem" or "agent-kcore" or "agent-auto" or "recover", _]));

        // A bound driver goes on writing to the console zone.
        int end = bound ? Crashed.ConsoleOffset : Board.RegionSize;
        foreach ((string how, int code) in (ReadOnlySpan<(string, int)>)[("read", read), ("words", words), ("memcpy", memcpy)])
            if (code == Ok) Assert.Equal(Crashed.Region[First..Length], boot.File(how)[First..Length]);
        foreach ((string how, bool works) in (ReadOnlySpan<(string, bool)>)[("mem", mem), ("kcore", kcore), ("auto", auto)])
        {
            string problem = boot.Text($"problem-{how}");
            if (works)
            {
                if (bound) Assert.Matches("^pstore-agent: warning: the driver is bound: [^\n]+\n$", problem);
                else Assert.Equal("", problem);
                Assert.Equal(Board.RegionSize, boot.File($"agent-{how}").Length);
                Assert.Equal(Crashed.Region[..end], boot.File($"agent-{how}")[..end]);
                continue;
            }

            Assert.Matches("^pstore-agent: [^\n]+\n$", problem);
            string[] expected = how == "kcore" ? ["no segment covers it", "--source mem"]
                : place == "Inside" ? ["EPERM", "CONFIG_STRICT_DEVMEM (from /proc/config.gz)", "System RAM", "add no-map to the node", "--source kcore"]
                : ["EPERM", "CONFIG_IO_STRICT_DEVMEM (from /proc/config.gz)", "the ramoops driver holds it", "iomem=relaxed", "unbind", "--source pstore"];
            foreach (string part in expected) Assert.Contains(part, problem, StringComparison.Ordinal);
        }

        Check(Recovery.Parse(boot.Text("recovery")), bound, mem ? "mem" : kcore ? "kcore" : null, boot.Text("problem-mem"));
    }

    /// <summary>All records are there in any case; what this boot has written, where the memory can be read.</summary>
    private static void Check(Recovery recovery, bool bound, string? memory, string problem)
    {
        Assert.Equal(bound, recovery.DriverBound);
        string[] records = bound
            ? [$"{Crashed.Console} previous pstore", $"{Crashed.Dmesg} previous {(memory == null ? "" : memory + ",")}pstore", $"{Crashed.Pmsg} previous pstore"]
            : [$"{Crashed.Console} previous {memory}", $"{Crashed.Dmesg} previous {memory}", $"{Crashed.Pmsg} previous {memory}"];
        if (bound && memory != null) records = [.. records, $"{Crashed.Console}.current current {memory}", $"{Crashed.Pmsg}.current current {memory}"];
        Assert.Equal(records.Order(StringComparer.Ordinal), recovery.Records);

        // What was refused is said with its cause; it is a warning where nothing else gave the memory.
        string cause = problem.Length == 0 ? "" : problem["pstore-agent: ".Length..].TrimEnd();
        if (memory != "mem") Assert.Contains($"mem: {cause}", recovery.Sources);
        if (memory == null) Assert.Contains(cause, recovery.Warnings);
        else Assert.Empty(recovery.Warnings);
    }
}
