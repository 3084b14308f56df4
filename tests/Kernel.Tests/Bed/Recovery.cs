using System.Text.Json;

namespace Kernel.Tests.Bed;

/// <summary>What the agent's recover --json says.</summary>
internal sealed class Recovery
{
    private readonly JsonElement _root;

    private Recovery(JsonElement root) => _root = root;

    /// <summary>Each record as "name boot source,source", in the order of names.</summary>
    public IEnumerable<string> Records => _root.GetProperty("records").EnumerateArray()
        .Select(record => $"{Name(record)} {Text(record, "boot")} {string.Join(',', record.GetProperty("sources").EnumerateArray().Select(source => source.GetString()))}")
        .Order(StringComparer.Ordinal);

    /// <summary>The names of the records.</summary>
    public IEnumerable<string> Names => _root.GetProperty("records").EnumerateArray().Select(record => Name(record)!);

    /// <summary>Each record as "name backend", in the order of names.</summary>
    public IEnumerable<string> Backends => _root.GetProperty("records").EnumerateArray()
        .Select(record => $"{Name(record)} {Text(record, "backend")}")
        .Order(StringComparer.Ordinal);

    /// <summary>Each record as "name boot size time", in the order of names: what does not depend on where it was read.</summary>
    public IEnumerable<string> Contents => _root.GetProperty("records").EnumerateArray()
        .Select(record => $"{Name(record)} {Text(record, "boot")} {record.GetProperty("size")} {Text(record, "time")}")
        .Order(StringComparer.Ordinal);

    /// <summary>Each source as "kind", or "kind: problem".</summary>
    public IEnumerable<string> Sources => _root.GetProperty("sources").EnumerateArray()
        .Select(source => Text(source, "kind") + (Text(source, "problem") is { } problem ? $": {problem}" : ""));

    public IEnumerable<string> Warnings => _root.GetProperty("diagnostics").EnumerateArray()
        .Where(diagnostic => Text(diagnostic, "severity") != "note")
        .Select(diagnostic => Text(diagnostic, "message")!);

    public bool? DriverBound => _root.GetProperty("machine").GetProperty("driver_bound") is { ValueKind: not JsonValueKind.Null } bound ? bound.GetBoolean() : null;

    public string? CrashHeadline => Text(_root.GetProperty("crash"), "headline");

    /// <summary>Why the boot before ended: "kind: reason".</summary>
    public string Verdict => $"{Text(_root.GetProperty("verdict"), "kind")}: {Text(_root.GetProperty("verdict"), "reason")}";

    public static Recovery Parse(string json) => new(JsonDocument.Parse(json).RootElement);

    /// <summary>Of a record by its name.</summary>
    public int CorrectedBytes(string name) =>
        _root.GetProperty("records").EnumerateArray().Single(record => Name(record) == name).GetProperty("ecc_corrected_bytes").GetInt32();

    private static string? Name(JsonElement record) => Text(record, "name");

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();
}
