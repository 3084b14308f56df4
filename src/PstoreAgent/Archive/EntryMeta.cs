using System.Text.Json;
using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>What this program reads of an entry's meta.json. Whoever can write to the store could have written it: it is text to look at.</summary>
/// <param name="Name">The entry.</param>
/// <param name="Time">When it was made, as text.</param>
/// <param name="CollectedAt">The same in seconds since 1970; null where the clock was not set.</param>
/// <param name="Verdict">Why the boot ended.</param>
/// <param name="Records">Its records, in the order of the index.</param>
/// <param name="Digests">Their digests, as in the index; none for an entry that was redacted.</param>
internal sealed record EntryMeta(string Name, string Time, long? CollectedAt, EntryVerdict Verdict, IReadOnlyList<EntryRecord> Records, IReadOnlyList<string> Digests)
{
    public const string Schema = "pstore-agent-entry/1";

    private const int MostBytes = 16 << 20;

    /// <summary>Reads it. Null when it is missing or damaged.</summary>
    public static EntryMeta? Read(FolderDescriptor entry)
    {
        if (entry.ReadFile(StoreNames.Meta, MostBytes, out _) is not { } text) return null;
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory());
            return Parse(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static EntryMeta? Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || JsonMember.Text(root, "schema") != Schema || JsonMember.Text(root, "entry") is not { } name) return null;
        JsonElement collected = Object(root, "collected"), verdict = Object(root, "verdict");
        string time = JsonMember.Text(collected, "time") ?? "";
        bool isSet = JsonMember.IsTrue(collected, "clock_set");
        long? seconds = isSet ? UtcTime.Seconds(time) : null;
        bool isCrash = JsonMember.IsTrue(verdict, "crash");
        return new EntryMeta(name, time, seconds, new EntryVerdict(JsonMember.Text(verdict, "kind") ?? EntryVerdict.Unknown.Kind, JsonMember.Text(verdict, "reason"),
                [.. Items(verdict, "evidence").Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "")], isCrash),
            [.. Items(root, "records").Select(EntryRecord.Parse)],
            [.. Items(root, "digests").Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "").Where(IsDigest)]);
    }

    private static bool IsDigest(string text) => text.Length == RecordDigest.Digits && text.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0;

    private static JsonElement Object(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement found) ? found : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement found) && found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : default;
}
