using System.Text;
using System.Text.Json;
using Pstore.Compression;
using Pstore.Ram;
using Pstore.Records;
using Pstore.Recovery;

namespace PstoreAgent.Archive;

/// <summary>Masks the texts of one entry. What is no text can't be masked, and is left out.</summary>
internal sealed class EntryRedaction
{
    private readonly Redactor _redactor = new();
    private readonly List<string> _leftOut = [];

    /// <summary>Notes that something is left out of the entry.</summary>
    public void LeaveOut(string name) => _leftOut.Add(name);

    /// <summary>Whether a record is text, so that all of it can be masked.</summary>
    public static bool IsText(RecoveredRecord record)
    {
        if (record.Trace != null) return true;
        bool isPacked = record.Packing.Kind == CompressionKind.None && !record.Packing.IsWhole;
        bool isAndroid = record.Kind == ZoneKind.Pmsg && AndroidLog.IsAndroid(record.Content.Span);
        return !isPacked && !isAndroid && !record.Content.Span.Contains((byte)0);
    }

    public byte[] Text(ReadOnlySpan<byte> text) => _redactor.Redact(text);

    public EntryVerdict Verdict(EntryVerdict verdict) =>
        verdict with { Reason = verdict.Reason == null ? null : Text(verdict.Reason), Evidence = [.. verdict.Evidence.Select(Text)] };

    /// <summary>What was masked how often, and what was left out.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("redacted");
        foreach (RedactionKind kind in RedactionKinds.All) writer.WriteNumber(kind.Name(), _redactor.Masked(kind));
        writer.WriteStartArray("left_out");
        foreach (string name in _leftOut) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A path may name people and places: only the file's own name is kept, masked as texts are.</summary>
    public string FileName(string path) => Text(Path.GetFileName(path));

    private string Text(string text) => Encoding.UTF8.GetString(Text(Encoding.UTF8.GetBytes(text)));
}
