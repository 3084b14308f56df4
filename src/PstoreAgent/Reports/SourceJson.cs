using System.Text.Json;
using PstoreAgent.Discovery;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>Where the records come from, in JSON.</summary>
internal static class SourceJson
{
    /// <param name="writer">Where to.</param>
    /// <param name="set">What was read.</param>
    /// <param name="shown">What is written in place of an image's path; null: the path.</param>
    public static void Write(Utf8JsonWriter writer, RecordSet set, Func<string, string>? shown = null)
    {
        SourceReport read = set.Sources.FirstOrDefault(source => source.Problem == null && source.Kind == set.Snapshot?.Kind) ?? set.Sources.First(source => source.Problem == null);
        writer.WriteStartObject("source");
        writer.WriteString("kind", read.Kind.Name());
        writer.WriteString("name", read.Kind == SourceKind.Image && shown != null ? shown(read.Name) : read.Name);
        if (set.Stores.Count > 0)
        {
            writer.WriteString("backend", set.Stores[0].Backend);
            WritePlace(writer, set.Stores[0]);
        }

        writer.WriteEndObject();
        if (set.Discovery is { } discovery) WriteMachine(writer, set, discovery);
    }

    /// <summary>Where in its source a store begins, and how large it is.</summary>
    public static void WritePlace(Utf8JsonWriter writer, StoreReading store)
    {
        writer.WriteNumber("offset", store.Snapshot.Start + store.Region.Base);
        writer.WriteNumber("size", store.Snapshot.Bytes.Length);
        if (store.Snapshot.Address is { } address) writer.WriteNumber("address", address);
    }

    private static void WriteMachine(Utf8JsonWriter writer, RecordSet set, DiscoveryResult discovery)
    {
        writer.WriteStartArray("sources");
        foreach (SourceReport source in set.Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", source.Kind.Name());
            writer.WriteString("name", source.Name);
            writer.WriteString("problem", source.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("machine");
        writer.WriteString("found_by", discovery.Chosen?.Origin);
        if (discovery.Machine.DriverBound is { } bound) writer.WriteBoolean("driver_bound", bound);
        else writer.WriteNull("driver_bound");
        writer.WriteString("kernel", discovery.Machine.RunningKernel?.Version.ToString());
        writer.WriteString("boot_id", discovery.Machine.BootId);
        writer.WriteStartArray("candidates");
        foreach (RegionCandidate candidate in discovery.Candidates) WriteCandidate(writer, candidate);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCandidate(Utf8JsonWriter writer, RegionCandidate candidate)
    {
        writer.WriteStartObject();
        writer.WriteString("origin", candidate.Origin);
        writer.WriteString("ignored", candidate.Ignored);
        if (candidate.Address is { } address) writer.WriteNumber("mem_address", address);
        foreach (RegionParameter parameter in RegionParameter.All)
            if (parameter.Get(candidate) is { } value) writer.WriteNumber(parameter.Name, value);
        writer.WriteStartArray("lacks");
        foreach (string name in candidate.Lacks) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
