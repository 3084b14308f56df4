using System.Text.Json;
using Pstore;
using Pstore.Blk;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.Native;

namespace PstoreAgent.Sources;

/// <summary>The small file beside a dump ("region.bin.json"): all that --image needs to read the dump as the machine would have.</summary>
internal sealed record DumpNote
{
    public const string Schema = "pstore-agent-dump/1", Suffix = ".json";

    private const int MostBytes = 64 * 1024;

    public ulong? Address { get; init; }

    /// <summary>The parameters that the machine named, and who named them.</summary>
    public ExpectedParameters? Expected { get; init; }

    /// <summary>The sizes of a block store; null for a ramoops region.</summary>
    public KnownBlkParameters? Block { get; init; }

    public bool DriverBound { get; init; }

    /// <summary>The boot in which the dump was taken.</summary>
    public string? BootId { get; init; }

    /// <summary>Reads the file beside an image. Null when there is none, or it is something else.</summary>
    public static DumpNote? Beside(string image)
    {
        using FileDescriptor? file = FileDescriptor.OpenRegular(image + Suffix, 0, out _);
        if (image == "-" || file?.ReadToEnd(MostBytes, out _) is not { } text) return null;
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory());
            return Parse(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Strings are decoded when they are asked for: half a surrogate, or no UTF-8, shows only then.
            return null;
        }
    }

    private static DumpNote? Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || JsonMember.Text(root, "schema") != Schema) return null;
        JsonElement sizes = root.TryGetProperty("parameters", out JsonElement found) && found.ValueKind == JsonValueKind.Object ? found : default;
        KernelVersion? running = KernelVersion.TryParse(JsonMember.Text(root, "running_kernel") ?? "", out KernelVersion version) ? version : null;
        var parameters = new KnownParameters(
            null, Number(sizes, "record_size"), Number(sizes, "console_size"), Number(sizes, "ftrace_size"), Number(sizes, "pmsg_size"),
            (int?)Number(sizes, "ecc", Limits.MaxEccSize), (uint?)Number(sizes, "flags"), (int?)Number(sizes, "cpus", 65536), Running: running);
        return new DumpNote
        {
            Address = (ulong?)Number(root, "address", long.MaxValue),
            DriverBound = JsonMember.IsTrue(root, "driver_bound"),
            BootId = JsonMember.Text(root, "boot_id"),
            Expected = new ExpectedParameters(parameters, JsonMember.Text(root, "origin") ?? "the file beside the image"),
            Block = JsonMember.Text(root, "backend") == ZoneFormat.Blk.Backend ? BlockSizes(sizes, running) : null,
        };
    }

    private static KnownBlkParameters BlockSizes(JsonElement sizes, KernelVersion? running) => new(
        null, Number(sizes, "kmsg_size"), Number(sizes, "pmsg_size"), Number(sizes, "console_size"), Number(sizes, "ftrace_size"),
        (int?)Number(sizes, "cpus", 65536), running);

    private static long? Number(JsonElement element, string name, long most = int.MaxValue) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 0 && number <= most ? number : null;
}
