using Pstore;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Verdicts;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Reports;

/// <summary>The report of recover, for people.</summary>
internal static class RecoverReport
{
    private const int MostEvidence = 2, MostFrames = 10, MostDiagnostics = 20;

    public static void Write(RecordSet set, RecoverFindings findings, StandardOutput output)
    {
        RecoveredRegion region = set.Region;
        WriteSources(set, output);
        foreach (StoreReading store in set.Stores) WriteStore(store, output);

        output.Line();
        WriteVerdict(findings.Verdict, output);
        if (findings.Heartbeat != null) Field(output, "Alive", Safe(findings.Heartbeat.Words));
        WriteCrash(findings.Crash, output);
        RecordTable.Write(region.Records, output);
        WriteDiagnostics(region, output);
    }

    private static void WriteStore(StoreReading store, StandardOutput output)
    {
        if (store.Region.Layout == null)
        {
            Field(output, "Region", RegionLine.WhyNoLayout(store.Region));
            return;
        }

        Field(output, "Kernel", RegionLine.Kernel(store.Region));
        Field(output, "Region", $"{RegionLine.Place(store)}: {RegionLine.Layout(store.Region)}");
    }

    private static void WriteSources(RecordSet set, StandardOutput output)
    {
        if (!set.IsLive)
        {
            Field(output, "Image", $"{Safe(set.Snapshot!.Name)}, {SizeText.Of(set.Snapshot.ImageSize)}");
            return;
        }

        string word = "Source";
        foreach (SourceReport source in set.Sources)
        {
            Field(output, word, $"{Safe(source.Name)}{(source.Problem == null ? "" : ": could not be read, see the notes")}");
            word = "";
        }

        if (set.Discovery!.Chosen is { } chosen && (set.Stores.Count == 0 || set.Stores.Any(store => store.Backend == ZoneFormat.Ramoops.Backend))) Field(output, "Found by", Safe(chosen.Origin));
        if (set.Discovery.Machine.DriverBound == true)
            Field(output, "Driver", "bound: memory has this boot's console and pmsg, pstore has those of the boot before");
    }

    private static void WriteVerdict(BootVerdict verdict, StandardOutput output)
    {
        string lead = $"{verdict.Kind.Name()}: ", word = "Verdict";
        foreach (string evidence in verdict.Evidence.Take(MostEvidence))
        {
            Field(output, word, lead + Safe(evidence));
            (lead, word) = ("", "");
        }
    }

    private static void WriteCrash(Crash? crash, StandardOutput output)
    {
        if (crash == null) return;
        Field(output, "Crash", Safe(crash.Report.Headline));
        if (crash.Report.Cause != null) Field(output, "Cause", Safe(crash.Report.Cause));
        if (crash.Report.Where != null) Field(output, "Where", Safe(crash.Report.Where));
        Field(output, "Found in", $"{crash.Record.Name}{(crash.Record.Time is { } time ? $", written {time}" : "")}{BootWords(crash.Record.Boot)}{OriginWords(crash.Record.Origin)}");
        if (crash.Report.CallTrace.Count > 0)
        {
            output.Line("Call trace");
            foreach (string frame in crash.Report.CallTrace.Take(MostFrames)) output.Line($"  {Safe(frame)}");
            if (crash.Report.CallTrace.Count > MostFrames) output.Line($"  ... {crash.Report.CallTrace.Count - MostFrames} more: show {crash.Record.ShortName}");
        }

        if (crash.Report.Before.Count == 0) return;
        output.Line("Last lines before");
        foreach (string line in crash.Report.Before) output.Line($"  {Safe(line)}");
    }

    private static string BootWords(BootRelation boot) => boot switch
    {
        BootRelation.Previous => ", in the boot before this one",
        BootRelation.Current => ", in this boot",
        BootRelation.Earlier => ", in an earlier boot than the one before this",
        _ => "",
    };

    private static string OriginWords(RecordOrigin origin) => origin switch
    {
        RecordOrigin.Cleared => ", cleared before",
        RecordOrigin.StaleTail => ", left there by an earlier content",
        _ => "",
    };

    private static void WriteDiagnostics(RecoveredRegion region, StandardOutput output)
    {
        if (region.Diagnostics.Count == 0) return;
        output.Line();
        output.Line("Notes");
        foreach (Diagnostic diagnostic in region.Diagnostics.OrderByDescending(diagnostic => diagnostic.Severity).Take(MostDiagnostics))
        {
            string place = diagnostic.Zone == null ? "" : $"{diagnostic.Zone}{(diagnostic.Offset is { } offset ? $" at 0x{offset:x}" : "")}: ";
            output.Line($"  {diagnostic.Code} {diagnostic.Severity.ToString().ToLowerInvariant(),-7} {place}{diagnostic.Message}");
        }

        if (region.Diagnostics.Count > MostDiagnostics) output.Line($"  ... {region.Diagnostics.Count - MostDiagnostics} more; --json lists all");
    }

    private static void Field(StandardOutput output, string name, string value) => output.Line($"{name,-9}{value}");

    private static string Safe(string text) => TerminalText.OneLine(text);
}
