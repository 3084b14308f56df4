using System.Text.Json;

namespace PstoreAgent.Archive;

/// <summary>One record of an entry, as its meta.json has it.</summary>
/// <param name="Name">As recover lists it.</param>
/// <param name="File">Its file within the entry; null where it was left out.</param>
/// <param name="Type">"dmesg", "console", …</param>
/// <param name="Boot">The boot it belongs to, seen from the collecting one.</param>
/// <param name="Origin">How it was found.</param>
/// <param name="Time">When it was written, as text; null where that is not known.</param>
/// <param name="Size">Bytes of its content.</param>
internal sealed record EntryRecord(string Name, string? File, string Type, string Boot, string Origin, string? Time, long Size)
{
    public static EntryRecord Parse(JsonElement item) => new(
        JsonMember.Text(item, "name") ?? "", JsonMember.Text(item, "file"), JsonMember.Text(item, "type") ?? "", JsonMember.Text(item, "boot") ?? "",
        JsonMember.Text(item, "origin") ?? "", JsonMember.Text(item, "time"),
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("size", out JsonElement size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out long bytes) ? bytes : 0);
}
