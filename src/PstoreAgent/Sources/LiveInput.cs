using Pstore;
using Pstore.Recovery;
using Pstore.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Sources.FileSystem;
using PstoreAgent.Sources.Images;

namespace PstoreAgent.Sources;

/// <summary>
/// Reads the records of the running machine. Memory comes first: mounting pstorefs can change it. The file system is
/// asked where it knows more than memory does, which is when the driver is bound and has begun console and pmsg anew.
/// </summary>
internal sealed class LiveInput(CommonOptions options)
{
    private const int MostNamed = 8;

    private readonly List<SourceReport> _sources = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private AccessExplanation? _firstProblem;

    /// <summary>What is advised where memory can't be had, in place of the file system; null for the usual advice.</summary>
    public string? WayOut { get; init; }

    public RecordSet Read()
    {
        DiscoveryResult discovery = RegionDiscovery.Find(options);
        _diagnostics.AddRange(discovery.Diagnostics);
        bool bound = discovery.IsHeldByDriver;
        Snapshot? snapshot = options.Source == SourceKind.Pstore ? null : Copy(discovery);
        RecoveredRegion? region = snapshot == null ? null : RegionInput.Live(snapshot, discovery, options).Recover(options);
        if (snapshot != null) _diagnostics.AddRange(RegionChanges.Of(snapshot, region!));
        bool wantsFiles = options.Source == SourceKind.Pstore || (options.Source == null && (bound || snapshot == null));
        List<RecoveredRecord>? files = wantsFiles ? ReadFiles(discovery) : null;
        if (region == null && files == null) throw NothingRead(discovery);

        region ??= RecoveredRegion.Nothing;
        List<RecoveredRecord> records = RecordMerge.Merge(region.Records, files ?? [], bound);
        records = new BootLabels(bound, new LogFingerprint(discovery.Machine.KernelLogText)).Apply(records);
        region = region with { Records = records, Diagnostics = [.. _diagnostics, .. region.Diagnostics] };
        AccessExplanation? unread = snapshot == null && !bound && options.Source == null && discovery.Chosen != null ? _firstProblem : null;
        return new RecordSet(_sources, snapshot, region) { Discovery = discovery, DriverBound = bound, Unread = unread };
    }

    /// <summary>The bytes of the region alone.</summary>
    public RegionInput ReadRegion(out DiscoveryResult discovery)
    {
        if (options.Source == SourceKind.Pstore) throw new UsageException("--source pstore: a file system has no region; mem or kcore read one");
        discovery = RegionDiscovery.Find(options);
        Snapshot snapshot = Copy(discovery) ?? throw NothingRead(discovery);
        return RegionInput.Live(snapshot, discovery, options);
    }

    /// <summary>The region's bytes: by the source that was named, else through /dev/mem, else through /proc/kcore.</summary>
    private Snapshot? Copy(DiscoveryResult discovery)
    {
        if (discovery.Chosen is not { Address: { } address, MemSize: { } size }) return null;
        if (size > AgentLimits.MaxRegion) throw ImageSource.TooLarge(discovery.Chosen.Origin, size);
        SourceKind[] kinds = options.Source is { } named ? [named] : [SourceKind.Mem, SourceKind.Kcore];
        foreach (SourceKind kind in kinds)
        {
            Snapshot? snapshot = RegionReader.Read(kind, discovery.Machine.Root, address, size, out AccessFailure? failure);
            if (snapshot != null)
            {
                // What another source made up for is worth knowing, no more.
                for (int i = 0; i < _diagnostics.Count; i++)
                    if (_diagnostics[i].Id == DiagnosticId.SourceUnreadable) _diagnostics[i] = _diagnostics[i] with { Severity = Severity.Note };
                _sources.Add(new SourceReport(kind, snapshot.Name));
                return snapshot;
            }

            Report(kind, RegionReader.Name(kind, address), failure!.Value, discovery);

            // What a bus refused is not asked for a second time in another way.
            if (failure.Value.Step is AccessStep.BusError or AccessStep.Timeout) break;
        }

        return null;
    }

    private List<RecoveredRecord>? ReadFiles(DiscoveryResult discovery)
    {
        var source = new PstoreSource(discovery.Machine);
        List<RecoveredRecord>? records = source.Read(out AccessFailure? failure);
        if (records == null)
        {
            Report(SourceKind.Pstore, source.Name, failure!.Value, discovery);
            return null;
        }

        _sources.Add(new SourceReport(SourceKind.Pstore, source.Name));
        if (source.WasMountedHere)
        {
            _diagnostics.Add(new Diagnostic(DiagnosticId.MountSideEffect, Severity.Note,
                "pstore was mounted for this reading: the kernel clears dmesg zones whose header line it does not know when it is mounted"));
        }

        if (source.Files.PassedOver.Count > 0)
            _diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Note, $"files of other kinds were passed over: {string.Join(", ", source.Files.PassedOver.Take(MostNamed))}"));
        if (source.Files.Unreadable.Count > 0)
            _diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Warning, $"not read from the {source.Name}: {string.Join(", ", source.Files.Unreadable.Take(MostNamed))}"));
        return records;
    }

    private void Report(SourceKind kind, string name, AccessFailure failure, DiscoveryResult discovery)
    {
        AccessExplanation explanation = AccessExplainer.Explain(failure with { WayOut = WayOut }, discovery);
        _firstProblem ??= explanation;
        _sources.Add(new SourceReport(kind, name, explanation.Message));
        _diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Warning, explanation.Message));
    }

    private AgentException NothingRead(DiscoveryResult discovery)
    {
        if (_firstProblem is { } problem && (discovery.Chosen != null || options.Source == SourceKind.Pstore))
            return problem.ToException();
        if (options.MemAddress != null && options.MemSize == null) return new UsageException("--mem-address needs --mem-size: nothing else tells the size of a region there");
        return RegionProblems.NotFound(discovery);
    }
}
