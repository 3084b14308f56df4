using Pstore;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;

namespace PstoreAgent.Doctor.Driver;

/// <summary>Whether the driver uses what was asked for: refused and contradicting parameters.</summary>
internal static class DriverParameters
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        bool clean = true;
        foreach (Diagnostic diagnostic in setup.Discovery.Diagnostics)
        {
            if (diagnostic.Id != DiagnosticId.ParameterRefused) continue;
            clean = false;
            yield return Finding.Problem("parameter-refused", "The kernel refuses a parameter", diagnostic.Message, Rewritten(diagnostic.Message));
        }

        RegionCandidate? driver = Of(setup, DiscoverySource.Driver), line = Of(setup, DiscoverySource.CommandLine);
        if (line is { Ignored: { } reason, RecordSize: not null })
        {
            clean = false;
            yield return Finding.Problem("parameter-incomplete", "The kernel ignores the parameters on its command line", reason, SetupLines.Arguments(line with { MemSize = null }));
        }

        if (setup.Node != null && line is { Ignored: null, RecordSize: not null })
        {
            clean = false;
            yield return Finding.Warning("region-named-twice", "Device tree and kernel command line both name a region", "the driver takes one of them, and refuses the other", Fix.Argument("(without all ramoops.*)"));
        }

        if (driver != null && setup.Region is { Kind: not DiscoverySource.Driver } wanted && Differences(driver, wanted) is { Count: > 0 } differences)
        {
            clean = false;
            yield return Finding.Warning("parameters-differ", "The driver uses other values than were asked for", $"{string.Join("; ", differences)} ({wanted.Origin})",
                Fix.Shell("grep -r . /sys/module/ramoops/parameters"));
        }

        if (clean && (driver != null || line != null)) yield return Finding.Ok("parameters", "the driver's parameters are those that were asked for");
    }

    // The message begins with the word: "ramoops.mem_size=1M on …".
    private static Fix[] Rewritten(string message)
    {
        string word = message.Split(' ')[0];
        int equals = word.IndexOf('=');
        return equals > 0 && NumberText.TryParse(word[(equals + 1)..], out ulong value) ? [Fix.Argument($"{word[..equals]}=0x{value:x}")] : [];
    }

    private static RegionCandidate? Of(Setup setup, DiscoverySource kind) => setup.Discovery.Candidates.FirstOrDefault(candidate => candidate.Kind == kind);

    private static List<string> Differences(RegionCandidate driver, RegionCandidate wanted)
    {
        var differences = new List<string>();
        if (driver.Address is { } here && wanted.Address is { } there && here != there) differences.Add($"mem_address 0x{here:x}, not 0x{there:x}");
        foreach (RegionParameter parameter in RegionParameter.All)
        {
            if (parameter.Get(driver) is { } used && parameter.Get(wanted) is { } asked && parameter.Differ(used, asked))
                differences.Add($"{parameter.Text(used)}, not {parameter.Text(asked)}");
        }

        return differences;
    }
}
