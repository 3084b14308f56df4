using System.Text.Json;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>What doctor --json printed.</summary>
internal sealed class Findings
{
    private const int Found = 10;

    private readonly JsonElement[] _all;

    private Findings(JsonElement root) => _all = [.. root.GetProperty("findings").EnumerateArray()];

    public static Findings Of(AgentResult result)
    {
        Assert.Equal("", result.Errors);
        JsonElement root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("pstore-agent/1", root.GetProperty("schema").GetString());
        var findings = new Findings(root);
        Assert.Equal(findings.Problems.Length, root.GetProperty("problems").GetInt32());
        Assert.Equal(findings.Warnings.Length, root.GetProperty("warnings").GetInt32());
        Assert.Equal(findings.Problems.Length > 0 ? Found : 0, result.ExitCode);
        return findings;
    }

    public string[] Problems => Ids("problem");

    public string[] Warnings => Ids("warning");

    public string[] Unknown => Ids("unknown");

    public string[] Ok => Ids("ok");

    /// <summary>Problems and warnings.</summary>
    public JsonElement[] Faults => [.. _all.Where(finding => finding.GetProperty("level").GetString() is "problem" or "warning")];

    public string? Title(string id) => One(id).GetProperty("title").GetString();

    public string? Advice(string id) => One(id).GetProperty("advice").GetString();

    /// <summary>"place: line" of each fix of a finding.</summary>
    public string[] Fixes(string id) =>
        [.. One(id).GetProperty("fixes").EnumerateArray().Select(fix => $"{fix.GetProperty("place").GetString()}: {fix.GetProperty("line").GetString()}")];

    public string? Evidence(string id) => One(id).GetProperty("evidence").GetString();

    private JsonElement One(string id) => Assert.Single(_all, finding => finding.GetProperty("id").GetString() == id);

    private string[] Ids(string level) => [.. _all.Where(finding => finding.GetProperty("level").GetString() == level).Select(finding => finding.GetProperty("id").GetString()!)];
}
