using System.Globalization;
using System.Text.Json;
using Pstore.Blk;
using Pstore.Kernel;
using Pstore.Tests.Building.Blk;

namespace Pstore.Tests.Blk;

/// <summary>A store of a real kernel, or of the kernel's own code, and what was shown of it.</summary>
internal sealed record BlkCase(byte[] Store, KernelVersion Kernel, BlkParameters Parameters, IReadOnlyDictionary<string, byte[]> Shown, JsonElement Entry)
{
    /// <summary>Paths of all golden cases, "basic/6.12", and names of all captures.</summary>
    public static IEnumerable<string> Names => Fixtures.GoldenBlk.Keys
        .Where(path => path.EndsWith("/disk.bin.gz", StringComparison.Ordinal)).Select(path => path[..^"/disk.bin.gz".Length])
        .Concat(Fixtures.BlkCaptureNames).Order();

    public KnownBlkParameters AllKnown => new(
        Parameters.TotalSize, Parameters.KmsgSize, Parameters.PmsgSize, Parameters.ConsoleSize, Parameters.FtraceSize, Parameters.Cpus, Kernel, BigEndian: false);

    public KernelViewOptions Options => new(Kernel, Kernel);

    public static BlkCase Read(string name) => name.Contains('/', StringComparison.Ordinal) ? ReadGolden(name) : ReadCapture(name);

    public static BlkParameters ParametersOf(BlkSetup setup) =>
        new(setup.Total, setup.Kmsg, setup.Pmsg, setup.Console, setup.Ftrace, setup.Cpus);

    public static KnownBlkParameters Known(BlkSetup setup) =>
        new(setup.Total, setup.Kmsg, setup.Pmsg, setup.Console, setup.Ftrace, setup.Cpus, setup.Kernel, setup.BigEndian);

    public static KernelViewOptions View(BlkSetup setup) => new(setup.Kernel, setup.Kernel, setup.BigEndian, setup.WordSize);

    private static BlkCase ReadGolden(string path)
    {
        string[] parts = path.Split('/');
        JsonElement entry = JsonDocument.Parse(Fixtures.GoldenBlk["manifest.json"]).RootElement.EnumerateArray()
            .Single(item => item.GetProperty("scenario").GetString() == parts[0] && item.GetProperty("kernel").GetString() == parts[1]);
        string prefix = path + "/pstore/";
        return new BlkCase(
            Fixtures.Gunzip(Fixtures.GoldenBlk[path + "/disk.bin.gz"]), Version(parts[1]), Sizes(entry.GetProperty("config")),
            Fixtures.GoldenBlk.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(file => file.Key[prefix.Length..], file => file.Value), entry);
    }

    private static BlkCase ReadCapture(string name)
    {
        string folder = Path.Combine(Fixtures.Root, "captures", name);
        JsonElement config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "case.json"))).RootElement;
        return new BlkCase(
            Fixtures.Gunzip(Path.Combine(folder, "disk.bin.gz")), Version(config.GetProperty("kernel").GetString()!), Sizes(config),
            Directory.GetFiles(Path.Combine(folder, "pstore")).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes), config);
    }

    private static BlkParameters Sizes(JsonElement config)
    {
        long Get(string name) => config.GetProperty(name).GetInt64();
        return new BlkParameters(Get("total"), Get("kmsg"), Get("pmsg"), Get("console"), Get("ftrace"), (int)Get("cpus"));
    }

    private static KernelVersion Version(string text) =>
        KernelVersion.TryParse(text, out KernelVersion version) ? version : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{text} is no version"));
}
