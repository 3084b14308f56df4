using System.IO.Compression;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Tests.Discovery;

/// <summary>A folder with the files of a machine.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public string Path => _home.Path;

    public FakeMachine With(string path, string text) => With(path, System.Text.Encoding.UTF8.GetBytes(text));

    public FakeMachine With(string path, byte[] content)
    {
        string full = _home.Path + path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    public FakeMachine WithFolder(string path)
    {
        Directory.CreateDirectory(_home.Path + path);
        return this;
    }

    public FakeMachine WithLink(string path, string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_home.Path + path)!);
        File.CreateSymbolicLink(_home.Path + path, target);
        return this;
    }

    /// <summary>As on a running system: the tree in /sys, an absolute link in /proc.</summary>
    public FakeMachine WithTree(TreeNode root)
    {
        root.WriteBelow(_home.Path + "/sys/firmware/devicetree/base");
        return WithLink("/proc/device-tree", "/sys/firmware/devicetree/base");
    }

    public FakeMachine WithKernel(string version) => With("/proc/version", $"Linux version {version} (root@host) (gcc 12.2.0) #1 SMP\n");

    /// <summary>The kernel's configuration, as /proc has it.</summary>
    public FakeMachine WithConfig(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return With("/proc/config.gz", packed.ToArray());
    }

    public FakeMachine WithParameters(params (string Name, string Value)[] parameters)
    {
        foreach ((string name, string value) in parameters) With($"/sys/module/ramoops/parameters/{name}", value + "\n");
        return this;
    }

    public MachineRoot Root => new(Path);

    public Machine Machine => new(Root);

    public DiscoveryResult Find(DiscoveryOptions? options = null) => RegionDiscovery.Find((options ?? new DiscoveryOptions()) with { Root = Path });

    public string FullName(string path) => _home.Path + path;

    public void Dispose() => _home.Dispose();
}
