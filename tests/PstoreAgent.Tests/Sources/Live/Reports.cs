using System.Text.Json.Nodes;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>Reads the JSON of recover.</summary>
internal static class Reports
{
    public static JsonNode Json(this AgentResult result)
    {
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }

    public static JsonNode Record(this JsonNode report, string name) =>
        report["records"]!.AsArray().Single(record => (string?)record!["name"] == name)!;

    public static string[] Names(this JsonNode report) => [.. report["records"]!.AsArray().Select(record => (string)record!["name"]!)];

    public static string[] Sources(this JsonNode record) => [.. record["sources"]!.AsArray().Select(source => (string)source!)];

    /// <summary>A report without where it was read: what two ways to the same bytes must agree on.</summary>
    public static string WithoutSource(this JsonNode report)
    {
        JsonObject copy = report.DeepClone().AsObject();
        foreach (string member in (string[])["source", "sources", "machine"]) copy.Remove(member);
        foreach (JsonNode? record in copy["records"]?.AsArray() ?? []) record!.AsObject().Remove("sources");
        return copy.ToJsonString();
    }
}
