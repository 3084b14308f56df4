using System.Buffers;
using System.Text.Json;
using Pstore.Ram.Probe;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources;

/// <summary>Writes what <see cref="DumpNote"/> reads.</summary>
internal static class DumpNoteText
{
    public static ReadOnlySpan<byte> Of(RegionInput input, DiscoveryResult? discovery) => Of(input, discovery == null ? null : MachineOf(discovery.Machine));

    /// <summary>The note for the region of a record set, which may itself come from an image with a note.</summary>
    public static ReadOnlySpan<byte> Of(RecordSet set, CommonOptions options)
    {
        Snapshot snapshot = set.Snapshot!;
        if (set.Discovery is { } discovery) return Of(RegionInput.Live(snapshot, discovery, options), discovery);
        DumpNote? note = DumpNote.Beside(options.Image!);
        return Of(RegionInput.Image(snapshot, options, note), note == null ? null : new NotedMachine(note.DriverBound, note.BootId, note.Expected?.Parameters.Running?.ToString()));
    }

    private static NotedMachine MachineOf(Machine machine) => new(machine.DriverBound == true, machine.BootId, machine.RunningKernel?.Version.ToString());

    private static ReadOnlySpan<byte> Of(RegionInput input, NotedMachine? machine)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", DumpNote.Schema);
            writer.WriteString("agent", AgentVersion.Text);
            writer.WriteString("source", input.Snapshot.Name);
            if (input.Snapshot.Address is { } address) writer.WriteNumber("address", address);
            writer.WriteNumber("size", input.Snapshot.Bytes.Length);
            if (machine is { } known)
            {
                writer.WriteBoolean("driver_bound", known.DriverBound);
                writer.WriteString("boot_id", known.BootId);
                writer.WriteString("running_kernel", known.Kernel);
            }

            if (input.Expected != null) writer.WriteString("origin", input.Expected.Origin);
            WriteParameters(writer, input.All);
            WriteUnstable(writer, input.Snapshot.Unstable);
            writer.WriteEndObject();
        }

        return text.WrittenSpan;
    }

    private static void WriteParameters(Utf8JsonWriter writer, KnownParameters known)
    {
        writer.WriteStartObject("parameters");
        foreach ((string name, long? value) in (ReadOnlySpan<(string, long?)>)
            [
                ("record_size", known.RecordSize), ("console_size", known.ConsoleSize), ("ftrace_size", known.FtraceSize),
                ("pmsg_size", known.PmsgSize), ("ecc", known.EccSize), ("flags", known.Flags), ("cpus", known.Cpus),
            ])
        {
            if (value is { } number) writer.WriteNumber(name, number);
        }

        writer.WriteEndObject();
    }

    private static void WriteUnstable(Utf8JsonWriter writer, IReadOnlyList<ByteRange> ranges)
    {
        writer.WriteStartArray("unstable");
        foreach (ByteRange range in ranges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", range.Start);
            writer.WriteNumber("size", range.Length);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private readonly record struct NotedMachine(bool DriverBound, string? BootId, string? Kernel);
}
