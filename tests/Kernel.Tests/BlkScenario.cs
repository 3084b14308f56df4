using Kernel.Tests.Bed;

namespace Kernel.Tests;

/// <summary>What a kernel writes to a disk by pstore_blk.</summary>
/// <param name="Store">The disk.</param>
/// <param name="Script">Runs on the board, with pstore mounted.</param>
/// <param name="Dumps">How many dumps are on the disk at last.</param>
/// <param name="Records">The names that the next kernel shows, in order.</param>
internal sealed record BlkScenario(BlkStore Store, string Script, int Dumps, params string[] Records)
{
    private const string Twice = $"{Scenarios.Oops}\n{Scenarios.Oops}";
    private const string Everything = $"{BlkCrashed.Trace}\necho last words >/dev/pmsg0\n{Twice}";

    private static readonly string[] s_two = [BlkCrashed.Console, BlkCrashed.Dmesg, BlkCrashed.SecondDmesg, BlkCrashed.Ftrace, BlkCrashed.Pmsg];

    public string CommandLine { get; init; } = "";

    public static Dictionary<string, BlkScenario> All { get; } = new()
    {
        ["defaults"] = new(BlkStore.Default, Everything, 2, s_two),
        ["not packed"] = new(BlkStore.Default, Everything, 2, s_two) { CommandLine = "pstore.compress=none" },
        ["zstd"] = new(BlkStore.Default, Everything, 2, s_two) { CommandLine = "pstore.compress=zstd" },
        ["sizes that are rounded"] = new(new BlkStore(256 << 10, 20, 6, 10, 18), Everything, 2, s_two),
        ["dumps alone"] = new(new BlkStore(512 << 10, 64, 0, 0, 0), Twice, 2, BlkCrashed.Dmesg, BlkCrashed.SecondDmesg),
        ["all wrapped"] = new(
            new BlkStore(100 << 10, 24, 4, 4, 4),
            $"""
            {BlkCrashed.Trace}
            for i in $(seq 300); do echo message $i of three hundred >/dev/pmsg0; done
            for i in $(seq 5); do {Scenarios.Oops}; done
            """,
            3,
            BlkCrashed.Console, BlkCrashed.Dmesg, BlkCrashed.SecondDmesg, "dmesg-pstore_blk-2", BlkCrashed.Ftrace, BlkCrashed.Pmsg),
    };

    public Boot Writer => Reader with { Script = $"uname -r >/out/release\n{BlkCrashed.Mount}\n{Script}\n{BlkStore.Settle(Dumps)}" };

    /// <summary>A boot of the same board to read with.</summary>
    public Boot Reader => Store.Boot with { CommandLine = $"{Store.CommandLine} {CommandLine}" };
}
