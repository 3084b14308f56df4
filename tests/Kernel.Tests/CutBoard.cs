using System.Globalization;
using Kernel.Tests.Bed;

namespace Kernel.Tests;

/// <summary>A board with several oopses and a panic in its memory, and an empty disk to archive them on, as often as it is asked for.</summary>
internal sealed class CutBoard : IDisposable
{
    private const string Archive = "archive", Ready = "collect begins";

    private readonly Board _board = new();
    private readonly StoreDisk _disk;
    private readonly Boot _crash = new()
    {
        Tree = ["ecc=16"],
        Script = $"uname -r >/out/release; echo last words >/dev/pmsg0; {Scenarios.Oops}; {Scenarios.Oops}; crash",
    };

    private readonly string _release;
    private readonly byte[] _region;
    private readonly SortedDictionary<string, byte[]> _expected;
    private bool _isBound;

    public CutBoard()
    {
        _disk = _board.AddStore();
        _release = _board.Start(_crash).Text("release").Trim();
        _region = _board.ReadRegion();
        _expected = Remembered();
    }

    /// <summary>The records that must not be lost. Binding the driver itself takes the others out of memory.</summary>
    private IEnumerable<string> Records => _expected.Keys.Where(name => !_isBound || name.StartsWith("dmesg", StringComparison.Ordinal));

    /// <summary>RAM and disk as they are before the first collect.</summary>
    public void Restore(bool isBound)
    {
        _isBound = isBound;
        _board.WriteRegion(0, _region);
        _disk.Format();
    }

    /// <summary>Archives and clears. The seconds that it took; where the power goes before its end, none.</summary>
    public double Run(double? cut)
    {
        BootResult boot = _board.Start(new Boot
        {
            Tree = _crash.Tree,
            CommandLine = _isBound ? "" : Boot.NoDriver,
            Until = cut == null ? null : Ready,
            Cut = cut,
            Script = $"""
                mkdir /store && mount -t ext4 $STORE /store || exit
                cut -d ' ' -f 1 /proc/uptime >/out/times
                echo {Ready}
                pstore-agent collect --clear /store/{Archive} || exit
                cut -d ' ' -f 1 /proc/uptime >>/out/times
                {(cut == null ? "umount /store" : "sleep 60")}
                """,
        });
        if (cut != null) return 0;
        if (boot.Status != 0) throw new BedException("collect failed", boot.Console);
        double[] times = [.. boot.Text("times").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return times[1] - times[0];
    }

    /// <summary>Where each record is now.</summary>
    public IEnumerable<CutRecord> Find(TemporaryFolder folder)
    {
        _disk.CopyFolder(Archive, folder.Path);
        SortedDictionary<string, byte[]> remembered = Remembered();
        foreach (string name in Records)
        {
            bool isRemembered = remembered.TryGetValue(name, out byte[]? content) && content.AsSpan().SequenceEqual(_expected[name]);
            yield return new CutRecord(name, Copies(folder, name) > 0, isRemembered);
        }
    }

    /// <summary>The next collect mends what the cut left. What is wrong after it, or null.</summary>
    public string? Finish(TemporaryFolder folder)
    {
        string store = folder.Join(Archive);
        HostResult collect = HostProcess.Run(Paths.HostAgent, ["collect", store, "--image", folder.Write("region.bin", _board.ReadRegion())]);
        if (collect.ExitCode != 0) return $"collect: {collect.ExitCode} {collect.Output}{collect.Errors}";
        HostResult verify = HostProcess.Run(Paths.HostAgent, ["archive", "verify", "--dir", store]);
        if (verify.ExitCode != 0) return $"archive verify: {verify.ExitCode} {verify.Output}{verify.Errors}";
        string[] wrong = [.. Records.Where(name => Copies(folder, name) != 1)];
        return wrong.Length == 0 ? null : $"not once in the archive: {string.Join(", ", wrong)}";
    }

    public void Dispose() => _board.Dispose();

    /// <summary>In how many finished entries the record is, whole.</summary>
    private int Copies(TemporaryFolder folder, string name)
    {
        string store = folder.Join(Archive);
        if (!Directory.Exists(store)) return 0;
        return Directory.GetDirectories(store)
            .Where(entry => char.IsAsciiDigit(Path.GetFileName(entry)[0]))
            .Select(entry => Path.Combine(entry, name))
            .Count(file => File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(_expected[name]));
    }

    private SortedDictionary<string, byte[]> Remembered()
    {
        SortedDictionary<string, byte[]> records = Readback.AsKernel(_board.ReadRegion(), _crash, _release);
        return new(records.ToDictionary(record => record.Key, record => WithoutNotice(record.Value)), StringComparer.Ordinal);
    }

    /// <summary>Without the kernel's last line on corrected bytes, which the agent has as numbers.</summary>
    private static byte[] WithoutNotice(byte[] content)
    {
        ReadOnlySpan<byte> mark = "\nECC: "u8;
        int at = content.AsSpan().LastIndexOf(mark);
        return at < 0 ? content : content[..at];
    }
}
