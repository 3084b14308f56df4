using Pstore;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Sources.FileSystem;

namespace PstoreAgent.Sources;

/// <summary>Reads the pstore file system of the running machine, and says what comes with that.</summary>
internal sealed class LiveFiles(CommonOptions options, DiscoveryResult discovery, List<SourceReport> sources, List<Diagnostic> diagnostics)
{
    private const int MostNamed = 8;

    /// <param name="report">Where a failure goes.</param>
    public List<RecoveredRecord>? Read(Action<SourceKind, string, AccessFailure, DiscoveryResult> report)
    {
        var source = new PstoreSource(discovery.Machine);
        List<RecoveredRecord>? records = source.Read(out AccessFailure? failure);
        if (records == null)
        {
            report(SourceKind.Pstore, source.Name, failure!.Value, discovery);
            return null;
        }

        sources.Add(new SourceReport(SourceKind.Pstore, source.Name));
        if (source.WasMountedHere)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.MountSideEffect, Severity.Note,
                "pstore was mounted for this reading: the kernel clears dmesg zones whose header line it does not know when it is mounted"));
        }

        if (source.Files.PassedOver.Count > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Note, $"files of other kinds were passed over: {string.Join(", ", source.Files.PassedOver.Take(MostNamed))}"));
        if (source.Files.Unreadable.Count > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Warning, $"not read from the {source.Name}: {string.Join(", ", source.Files.Unreadable.Take(MostNamed))}"));
        records.RemoveAll(record => !IsWanted(record));
        return records;
    }

    private bool IsWanted(RecoveredRecord record) => options.Backend == null || options.WantsBlock == (record.Backend == ZoneFormat.Blk.Backend);
}
