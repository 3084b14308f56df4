using System.Buffers;
using System.Text.Json;
using Pstore.Ram;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources.Block;

namespace PstoreAgent.Sources;

/// <summary>Writes what <see cref="DumpNote"/> reads.</summary>
internal static class DumpNoteText
{
    public static ReadOnlySpan<byte> Of(StoreInput input, DiscoveryResult? discovery) => Of(
        input.Snapshot, input is RegionInput { Expected: { } expected } ? expected.Origin : null, Parameters(input), discovery == null ? null : MachineOf(discovery.Machine, null));

    /// <summary>The note for a store of a record set, which may itself come from an image with a note.</summary>
    public static ReadOnlySpan<byte> Of(RecordSet set, StoreReading store, CommonOptions options)
    {
        DumpNote? note = options.Image == null ? null : DumpNote.Beside(options.Image);
        NotedMachine? machine = set.Discovery is { } found ? MachineOf(found.Machine, store.DriverBound)
            : note == null ? null : new NotedMachine(note.DriverBound, note.BootId, note.Expected?.Parameters.Running?.ToString());
        if (store.Region.Layout is { Format.HasKmsgHeader: true } layout)
            return Of(store.Snapshot, null, layout.Named, machine);
        StoreInput input = set.Discovery is { } discovery ? RegionInput.Live(store.Snapshot, discovery, options) : RegionInput.Image(store.Snapshot, options, note);
        return Of(store.Snapshot, ((RegionInput)input).Expected?.Origin, Parameters(input), machine);
    }

    private static NotedMachine MachineOf(Machine machine, bool? bound) => new(bound ?? machine.DriverBound == true, machine.BootId, machine.RunningKernel?.Version.ToString());

    private static ReadOnlySpan<byte> Of(Snapshot snapshot, string? origin, IReadOnlyList<LayoutParameter> parameters, NotedMachine? machine)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("schema", DumpNote.Schema);
            writer.WriteString("agent", AgentVersion.Text);
            writer.WriteString("backend", snapshot.Format.Backend);
            writer.WriteString("source", snapshot.Name);
            if (snapshot.Address is { } address) writer.WriteNumber("address", address);
            writer.WriteNumber("size", snapshot.Bytes.Length);
            if (machine is { } known)
            {
                writer.WriteBoolean("driver_bound", known.DriverBound);
                writer.WriteString("boot_id", known.BootId);
                writer.WriteString("running_kernel", known.Kernel);
            }

            if (origin != null) writer.WriteString("origin", origin);
            WriteParameters(writer, parameters);
            WriteUnstable(writer, snapshot.Unstable);
            writer.WriteEndObject();
        }

        return text.WrittenSpan;
    }

    private static void WriteParameters(Utf8JsonWriter writer, IReadOnlyList<LayoutParameter> parameters)
    {
        writer.WriteStartObject("parameters");
        foreach (LayoutParameter parameter in parameters) writer.WriteNumber(parameter.Name, parameter.Value);
        writer.WriteEndObject();
    }

    /// <summary>What is known beforehand; of a block store, what was found of it.</summary>
    private static List<LayoutParameter> Parameters(StoreInput input)
    {
        if (input is BlockInput { Probe.Layout: { } layout }) return [.. layout.Named];
        var named = new List<LayoutParameter>();
        if (input is not RegionInput { All: { } known }) return named;
        Add("record_size", known.RecordSize);
        Add("console_size", known.ConsoleSize);
        Add("ftrace_size", known.FtraceSize);
        Add("pmsg_size", known.PmsgSize);
        Add("ecc", known.EccSize);
        Add("flags", known.Flags);
        Add("cpus", known.Cpus);
        return named;

        void Add(string name, long? value)
        {
            if (value is { } number) named.Add(new LayoutParameter(name, number));
        }
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
