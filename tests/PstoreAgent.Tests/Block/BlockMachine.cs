using Pstore;
using Pstore.Tests.Building;
using Pstore.Tests.Building.Blk;
using PstoreAgent.Tests.Discovery;

namespace PstoreAgent.Tests.Block;

/// <summary>A folder that --root takes for a machine whose kernel is told to keep pstore on /dev/vda.</summary>
internal sealed class BlockMachine : IDisposable
{
    public const string Sizes = "pstore_blk.kmsg_size=16 pstore_blk.pmsg_size=4 pstore_blk.console_size=8 pstore_blk.ftrace_size=8";

    public static readonly string[] SizeOptions = ["--kmsg-size", "16K", "--pmsg-size", "4K", "--console-size", "8K", "--ftrace-size", "8K", "--cpus", "2"];

    private const string First = "[    2.000000] Internal error: Oops: 0000000096000044 [#1] SMP", Second = "[    3.000000] Internal error: Oops: 0000000096000044 [#2] SMP";

    public BlockMachine(BlkBuilder store, string commandLine = Sizes)
    {
        Store = store;
        Files.With("/dev/vda", store.Bytes)
            .With("/proc/cmdline", $"console=ttyS0 pstore_blk.blkdev=/dev/vda {commandLine}\n")
            .With("/sys/devices/system/cpu/possible", "0-1\n")
            .WithKernel("6.1.192");
    }

    public BlkBuilder Store { get; }

    public FakeMachine Files { get; } = new();

    public string Device => Files.FullName("/dev/vda");

    /// <summary>What two oopses of a boot, its console, messages and trace leave.</summary>
    public static BlkBuilder TwoOopses(int total = 128 << 10, Action<byte[]>? fill = null)
    {
        var store = new BlkBuilder(new BlkSetup { Kernel = new KernelVersion(6, 1, 192), Total = total, Kmsg = 16 << 10, Pmsg = 4 << 10, Console = 8 << 10, Ftrace = 8 << 10, Cpus = 2 }, fill);
        store.Boot();
        store.Write(BuiltZoneKind.Console, "[    0.000000] Linux version 6.1.192 (root@host) #1 SMP\n[    1.500000] still here\n" + First + "\n" + Second + "\n");
        store.Write(BuiltZoneKind.Pmsg, "a message\n");
        for (int i = 0; i < 8; i++) store.Trace(i % 2, 0xffff800008010000 + (ulong)(i * 16), 0xffff800008020000);
        store.Dump(2, $"<1>{First}\n", Compressor.None, 1_700_000_000, 5);
        store.Dump(2, $"<1>{Second}\n", Compressor.Deflate, 1_700_000_001, 6);
        return store;
    }

    public AgentResult Run(params string[] args) => Agent.Run([.. args, "--root", Files.Path]);

    public byte[] Disk() => File.ReadAllBytes(Device);

    public void Dispose() => Files.Dispose();
}
