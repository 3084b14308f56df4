using System.Globalization;

namespace Kernel.Tests.Bed;

/// <summary>The records of a region, as others than the agent on the board see them.</summary>
internal static class Readback
{
    /// <summary>What the next kernel shows in its mounted pstore file system. This boot takes over console and pmsg.</summary>
    public static SortedDictionary<string, byte[]> Mounted(Board board, Boot boot)
    {
        BootResult result = board.Start(boot with { Script = "mount -t pstore pstore /sys/fs/pstore && cp -r /sys/fs/pstore /out/" });
        return result.Status == 0 ? result.Folder("pstore") : throw new BedException("pstore can't be mounted", result.Console);
    }

    /// <summary>What the agent of this machine makes of an image of the region that this kernel wrote.</summary>
    public static SortedDictionary<string, byte[]> AsKernel(byte[] region, Boot writer, string kernelVersion, params string[] options) =>
        ImageAsKernel(region, writer.Kernel, kernelVersion, [.. Sizes(writer), .. options]);

    /// <summary>The same of any image, where the options say what it is.</summary>
    public static SortedDictionary<string, byte[]> ImageAsKernel(byte[] image, string kernel, string kernelVersion, params string[] options)
    {
        using var folder = new TemporaryFolder();
        string target = folder.Join("out");
        HostResult run = HostProcess.Run(Paths.HostAgent,
        [
            "extract", target, "--as-kernel", "--image", folder.Write("image.bin", image), "--kernel", kernelVersion,
            "--symbols", Paths.Kernel(kernel, "System.map"), .. options,
        ]);
        if (run.ExitCode != 0) throw new InvalidOperationException(run.Errors);
        return new(Directory.GetFiles(target).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes), StringComparer.Ordinal);
    }

    /// <summary>What the agent of this machine says of an image that the board's agent dumped into this folder of /out.</summary>
    public static Recovery Dump(BootResult boot, string name)
    {
        using var folder = new TemporaryFolder();
        foreach ((string file, byte[] content) in boot.Folder(name)) folder.Write(file, content);
        HostResult run = HostProcess.Run(Paths.HostAgent, ["recover", "--json", "--image", folder.Join("region.bin")]);
        return run.ExitCode == 0 ? Recovery.Parse(run.Output) : throw new InvalidOperationException(run.Errors);
    }

    /// <summary>The records that an agent on the board extracted into this folder of /out, without those that the kernel throws away.</summary>
    public static SortedDictionary<string, byte[]> Extracted(BootResult boot, string name) => new(
        boot.Folder(name).Where(file => !file.Key.Contains('/', StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal);

    private static IEnumerable<string> Sizes(Boot boot)
    {
        var values = new Dictionary<string, string>
        {
            ["record"] = "0x8000",
            ["console"] = "0x8000",
            ["pmsg"] = "0x1000",
            ["ftrace"] = "0",
            ["ecc"] = "0",
            ["flags"] = "0",
        };
        foreach (string word in boot.Tree)
        {
            string[] pair = word.Split('=', 2);
            if (values.ContainsKey(pair[0])) values[pair[0]] = pair[1];
        }

        foreach ((string key, string value) in values) yield return $"--{key}{(key is "ecc" or "flags" ? "" : "-size")}={value}";
        yield return string.Create(CultureInfo.InvariantCulture, $"--cpus={Board.Processors}");
    }
}
