using System.Text;

namespace Kernel.Tests.Bed;

/// <summary>An emulated PC with a root file system of Debian, whose RAM and disk outlive its boots until the test ends.</summary>
internal sealed class DebianMachine : IDisposable
{
    // As cross/bed/distro-boot.sh has it.
    private const long RegionInFile = 0x3e000000;
    private const int RegionSize = 0x100000;
    private const int SecondsAtMost = 900;

    private readonly TemporaryFolder _folder = new();

    /// <param name="root">One of cross/bed/distros.sh.</param>
    /// <param name="initramfs">What makes its initramfs, where that is to save the region.</param>
    public DebianMachine(string root, string? initramfs)
    {
        HostResult made = HostProcess.Run(Paths.Script("distro-prepare.sh"), [_folder.Path, root, Paths.NativeHostAgent, .. initramfs == null ? Array.Empty<string>() : [initramfs]], SecondsAtMost);
        if (made.ExitCode != 0) throw new InvalidOperationException($"distro-prepare.sh failed: {made.Errors}{Encoding.UTF8.GetString(made.Bytes)}");
    }

    /// <summary>Why there is no such root file system, or null.</summary>
    public static string? WhyMissing(string root)
    {
        string place = Path.Combine(Paths.Root, "out", "bed", "distros", root);
        if (File.Exists(Path.Combine(place, "root.tar"))) return null;
        string note = place + ".missing";
        return File.Exists(note) ? File.ReadAllText(note).Trim() : "run ./build.sh test --all-init";
    }

    /// <summary>One boot. What its last job left comes back as the files of its only stage.</summary>
    public BootResult Start(string job)
    {
        string disk = _folder.Join("out.img");
        File.Delete(disk);
        HostResult run = HostProcess.Run(Paths.Script("distro-boot.sh"), [_folder.Path, $"bed={job}", $"limit={SecondsAtMost}"], SecondsAtMost);
        string console = Encoding.UTF8.GetString(run.Bytes);
        if (run.ExitCode != 0) throw new BedException($"distro-boot.sh failed with {run.ExitCode}: {run.Errors}", console);
        return new BootResult(console, [Disks.ReadTar(File.ReadAllBytes(disk))], TimeSpan.Zero);
    }

    public byte[] ReadRegion()
    {
        byte[] region = new byte[RegionSize];
        using FileStream ram = File.OpenRead(_folder.Join("ram.img"));
        ram.Position = RegionInFile;
        ram.ReadExactly(region);
        return region;
    }

    public void WriteRegion(byte[] region)
    {
        using FileStream ram = File.OpenWrite(_folder.Join("ram.img"));
        ram.Position = RegionInFile;
        ram.Write(region);
    }

    public void Dispose() => _folder.Dispose();
}
