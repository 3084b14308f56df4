using Kernel.Tests.Bed;

namespace Kernel.Tests;

/// <summary>What a region can hold, by name.</summary>
internal static class Scenarios
{
    private const string Console = "console-ramoops-0", Dmesg = "dmesg-ramoops-0", Pmsg = "pmsg-ramoops-0", Ftrace = "ftrace-ramoops-0";
    public const string Oops = "(echo EXCEPTION >/sys/kernel/debug/provoke-crash/DIRECT)";
    private const string Trace = "cd /sys/kernel/debug/pstore; echo 1 >record_ftrace; echo x >/dev/null; echo 0 >record_ftrace";

    public static Dictionary<string, Scenario> All { get; } = Compressors().Concat(
    [
        new("plain", new("echo last words >/dev/pmsg0", Console, Dmesg, Pmsg)),
        new("oopses", new($"{Oops}; {Oops}; {Oops}", Console, Dmesg, "dmesg-ramoops-1", "dmesg-ramoops-2", "dmesg-ramoops-3")),
        new("ftrace", new(Trace, Console, Dmesg, Ftrace) { Tree = ["ftrace=0x4000"] }),
        new("ftrace-percpu", new(Trace, Console, Dmesg, Ftrace) { Tree = ["ftrace=0x4000", "flags=1"] }),
        new("pmsg-wrap", new("for i in $(seq 300); do echo message $i of three hundred >/dev/pmsg0; done", Console, Dmesg, Pmsg)),
        new("console-wrap", new("for i in $(seq 600); do echo line $i of six hundred that fill the console >/dev/kmsg; done", Console, Dmesg) { CommandLine = "printk.devkmsg=on" }),
        new("ecc-damaged", new("echo last words >/dev/pmsg0", Console, Dmesg, Pmsg) { Tree = ["ecc=16"], Damage = Scratch }),
    ]).ToDictionary();

    private static IEnumerable<KeyValuePair<string, Scenario>> Compressors() =>
        ((string[])["deflate", "lzo", "lz4", "lz4hc", "842", "zstd"]).Select(name =>
            KeyValuePair.Create(name, new Scenario("", Console, Dmesg) { CommandLine = $"pstore.compress={name}" }));

    /// <summary>Flips bits in the first dump's and the console's text, and in the dump's header: less than ECC can repair.</summary>
    private static void Scratch(Board board)
    {
        byte[] region = board.ReadRegion();
        foreach (int offset in (ReadOnlySpan<int>)[5, 100, 101, 300, 0x700, 0xf7100, 0xf7200])
        {
            board.WriteRegion(offset, [(byte)(region[offset] ^ 0x5a)]);
        }
    }
}
