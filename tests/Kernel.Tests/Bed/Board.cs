using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kernel.Tests.Bed;

/// <summary>An emulated board, whose RAM outlives its boots until the test ends. Between them the host reads and damages it.</summary>
internal sealed class Board : IDisposable
{
    public const ulong RegionAddress = 0x880000000;
    public const int RegionSize = 0x100000;
    public const int Processors = 2;

    // RAM starts at 0x40000000 on this board.
    private const long RegionInFile = 0x840000000;

    // The machine has exactly that in each of two banks.
    private const int FlashSize = 64 << 20;

    private readonly TemporaryFolder _folder = new();

    public BootResult Start(Boot boot)
    {
        Disks.WriteFiles(Join("files.tar"), boot);
        File.Delete(Join("out.img"));
        var watch = Stopwatch.StartNew();
        HostResult run = HostProcess.Run(Paths.Script("boot.sh"), Arguments(boot), boot.SecondsAtMost);
        string console = Encoding.UTF8.GetString(run.Bytes);
        const int timeout = 124;
        if (run.ExitCode == timeout) throw new BedException($"the boot was not done after {boot.SecondsAtMost} s", console);
        if (run.ExitCode != 0) throw new BedException($"boot.sh failed with {run.ExitCode}: {run.Errors}", console);
        return new BootResult(console, Disks.ReadStages(Join("out.img")), watch.Elapsed);
    }

    /// <summary>Gives the board a disk with an empty ext4 file system.</summary>
    public void AddDataDisk()
    {
        HostResult made = HostProcess.Run("/sbin/mke2fs", ["-q", "-t", "ext4", Join("store.img"), "32M"]);
        if (made.ExitCode != 0) throw new InvalidOperationException(made.Errors);
    }

    /// <summary>What RAM holds: the truth that everything read on the board is compared with.</summary>
    public byte[] ReadRegion()
    {
        byte[] region = new byte[RegionSize];
        using FileStream ram = File.OpenRead(Join("ram.img"));
        ram.Position = RegionInFile;
        ram.ReadExactly(region);
        return region;
    }

    public void WriteRegion(int offset, ReadOnlySpan<byte> bytes)
    {
        using FileStream ram = File.OpenWrite(Join("ram.img"));
        ram.Position = RegionInFile + offset;
        ram.Write(bytes);
    }

    /// <summary>Gives the board an empty disk, which its scripts find as $STORE. It outlives boots as a disk does.</summary>
    public StoreDisk AddStore() => StoreDisk.Create(Join("store.img"));

    /// <summary>Gives the board a disk with this on it, which is /dev/vda.</summary>
    public void WriteBlk(byte[] content) => File.WriteAllBytes(Join("blk.img"), content);

    /// <summary>What that disk holds.</summary>
    public byte[] ReadBlk() => File.ReadAllBytes(Join("blk.img"));

    /// <summary>Gives the board flash that keeps what is written to it, erased.</summary>
    public void AddFlash()
    {
        byte[] erased = new byte[FlashSize];
        erased.AsSpan().Fill(0xff);
        File.WriteAllBytes(Join("flash.img"), erased);
    }

    /// <summary>What that flash holds in its first bytes.</summary>
    public byte[] ReadFlash(int length)
    {
        byte[] content = new byte[length];
        using FileStream flash = File.OpenRead(Join("flash.img"));
        flash.ReadExactly(content);
        return content;
    }

    public void Dispose() => _folder.Dispose();

    private string Join(string name) => _folder.Join(name);

    private List<string> Arguments(Boot boot)
    {
        List<string> args =
        [
            _folder.Path,
            $"kernel={boot.Kernel}",
            $"place={(boot.Place switch { Place.Inside => "inside", Place.Outside => "outside", _ => "nomap" })}",
            $"append={boot.CommandLine}",
            $"limit={boot.SecondsAtMost}",
            .. boot.Tree,
        ];
        if (boot.AgentIsInit) args.Add($"initrd={Initramfs("init")}");
        else args.Add($"more={Initramfs("bin/pstore-agent", boot.Initramfs)}");
        if (boot.Until != null) args.Add($"until={boot.Until}");
        if (boot.Cut is { } seconds) args.Add(string.Create(CultureInfo.InvariantCulture, $"cut={seconds:f3}"));
        if (boot.ResetsStay) args.Add("reset=stay");
        return args;
    }

    /// <summary>An archive with the agent at this path, and other files.</summary>
    private string Initramfs(string path, Dictionary<string, string>? more = null)
    {
        string archive = Join(Path.GetFileName(path) + ".cpio");
        if (File.Exists(archive)) return archive;
        string[] files = [$"{path}={Paths.BoardAgent}", .. (more ?? []).Select(file => $"{file.Key}={file.Value}")];
        HostResult made = HostProcess.Run(Paths.Script("initramfs.sh"), [archive, .. files]);
        return made.ExitCode == 0 ? archive : throw new InvalidOperationException(made.Errors);
    }
}
