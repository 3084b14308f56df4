using System.Text.Json;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The stores behind the first, where several backends have kept something.</summary>
internal static class OtherStoreJson
{
    public static void Write(Utf8JsonWriter writer, RecordSet set, bool withZones)
    {
        writer.WriteStartArray("other_stores");
        foreach (StoreReading store in set.Stores.Skip(1))
        {
            writer.WriteStartObject();
            writer.WriteString("backend", store.Backend);
            writer.WriteStartObject("source");
            writer.WriteString("kind", store.Snapshot.Kind.Name());
            writer.WriteString("name", store.Snapshot.Name);
            SourceJson.WritePlace(writer, store);
            writer.WriteEndObject();
            JsonParts.WriteKernel(writer, store.Region);
            JsonParts.WriteParameters(writer, store.Region);
            if (withZones) JsonParts.WriteZones(writer, store.Region);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
