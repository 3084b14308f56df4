using System.IO.Compression;
using PstoreAgent.Tests.Discovery;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>A folder that --root takes for a machine: physical memory in a sparse file, or in an ELF core.</summary>
internal sealed class LiveMachine : IDisposable
{
    public const ulong Address = 0x8_8000_0000;

    public FakeMachine Files { get; } = new();

    public string Memory => Files.FullName("/dev/mem");

    /// <summary>The region of a capture, unpacked.</summary>
    public static byte[] Region(string capture)
    {
        string file = Agent.Region(Path.Combine(Agent.Root, "tests", "fixtures", "captures", capture));
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    public static string Shown(string capture, string name) => Path.Combine(Agent.Root, "tests", "fixtures", "captures", capture, "pstore", name);

    /// <summary>The reference board with a region of the captures without ECC in memory.</summary>
    public static LiveMachine Board(byte[] region)
    {
        var machine = new LiveMachine();
        machine.WithTree();
        return machine.WithMemory(region);
    }

    public LiveMachine WithTree(int ecc = 0)
    {
        TreeNode tree = Trees.Board();
        tree.Node().Cells("ecc-size", (uint)ecc);
        Files.WithTree(tree);
        return this;
    }

    /// <summary>Puts bytes at an address; memory ends behind them, on a page as that of a machine does.</summary>
    public LiveMachine WithMemory(ReadOnlySpan<byte> bytes, ulong address = Address)
    {
        Write(address, bytes);
        using var memory = new FileStream(Memory, FileMode.Open);
        memory.SetLength((memory.Length + 4095) & ~4095L);
        return this;
    }

    /// <summary>Changes memory that is there.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Memory)!);
        using var memory = new FileStream(Memory, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, 0);
        memory.Position = (long)address;
        memory.Write(bytes);
    }

    /// <summary>As with a driver that is bound, and the files that it made of the boot before.</summary>
    public LiveMachine WithDriver(params (string Name, byte[] Content)[] files)
    {
        Files.With("/sys/module/pstore/parameters/backend", "ramoops\n").WithFolder("/sys/fs/pstore");
        foreach ((string name, byte[] content) in files) Files.With("/sys/fs/pstore/" + name, content);
        return this;
    }

    public AgentResult Run(params string[] args) => Agent.Run([.. args, "--root", Files.Path]);

    public string Image(byte[] region)
    {
        string file = Files.FullName("/image");
        File.WriteAllBytes(file, region);
        return file;
    }

    public void Dispose() => Files.Dispose();
}
