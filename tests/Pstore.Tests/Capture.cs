using System.Text.Json;
using Pstore.Ram;

namespace Pstore.Tests;

/// <summary>A crash of a real kernel: the region at the reset, and what the next boot's kernel showed of it.</summary>
internal sealed class Capture
{
    public Capture(string name)
    {
        string folder = Path.Combine(Fixtures.Root, "captures", name);
        Name = name;
        Region = Fixtures.Gunzip(Path.Combine(folder, "region.bin.gz"));
        JsonElement config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "case.json"))).RootElement;
        Kernel = KernelVersion.TryParse(config.GetProperty("kernel").GetString(), out KernelVersion kernel)
            ? kernel
            : throw new InvalidDataException($"{folder}/case.json: no kernel version");
        SymbolFile = config.GetProperty("symbols").GetString();
        Parameters = Fixtures.Parameters(config, Region.Length);
        Shown = Directory.GetFiles(Path.Combine(folder, "pstore")).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
        string before = Path.Combine(folder, "region-before-corruption.bin.gz");
        if (File.Exists(before)) BeforeDamage = Fixtures.Gunzip(before);
    }

    public string Name { get; }

    public byte[] Region { get; }

    public byte[]? BeforeDamage { get; }

    public KernelVersion Kernel { get; }

    /// <summary>The symbols of that kernel, where they are at hand.</summary>
    public string? SymbolFile { get; }

    public RamoopsParameters Parameters { get; }

    public IReadOnlyDictionary<string, byte[]> Shown { get; }
}
