using Pstore;
using Pstore.Recovery;
using Pstore.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Sources.Block;
using PstoreAgent.Sources.Images;

namespace PstoreAgent.Sources;

/// <summary>
/// Reads the records of the running machine. Memory and devices come first: mounting pstorefs can change them. The file
/// system is asked where it knows more than they do, which is when a driver is bound and has begun console and pmsg anew.
/// </summary>
internal sealed class LiveInput(CommonOptions options)
{
    private readonly List<SourceReport> _sources = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private AccessExplanation? _firstProblem;

    /// <summary>What is advised where memory can't be had, in place of the file system; null for the usual advice.</summary>
    public string? WayOut { get; init; }

    public RecordSet Read()
    {
        DiscoveryResult discovery = RegionDiscovery.Find(options);
        StoreReading? block = ReadBlock(discovery, out bool blockBound);
        StoreReading? ram = block != null && IsTry(discovery) ? null : ReadRegion(discovery);

        // Then the driver has neither read nor written the store in this boot, and shows no file of it.
        if (blockBound && discovery.Machine.KernelLogText.AsSpan().IndexOf("pstore_zone: recover failed"u8) >= 0) blockBound = false;
        bool ramBound = options.WantsRamoops && discovery.IsHeldByDriver, bound = ramBound || blockBound;
        bool wantsFiles = options.Source == SourceKind.Pstore || (options.Source == null && (bound || (ram == null && block == null)));
        List<RecoveredRecord>? files = wantsFiles ? new LiveFiles(options, discovery, _sources, _diagnostics).Read(Report) : null;
        if (ram == null && block == null && files == null) throw NothingRead(discovery);

        var merge = new StoreMerge(files ?? [], new LogFingerprint(discovery.Machine.KernelLogText));
        merge.Add(ram, isBlock: false, ramBound);
        merge.Add(block, isBlock: true, blockBound);
        AccessExplanation? unread = ram == null && block == null && !bound && options.Source == null && discovery.Chosen != null ? _firstProblem : null;
        return new RecordSet(_sources, merge.Stores, merge.Region(_diagnostics)) { Discovery = discovery, DriverBound = bound, Unread = unread };
    }

    /// <summary>The bytes of the ramoops region alone.</summary>
    public RegionInput ReadRegion(out DiscoveryResult discovery)
    {
        RefuseFileSystem();
        if (!options.WantsRamoops) throw new UsageException($"--backend {options.Backend.ToString()!.ToLowerInvariant()}: this is for a ramoops region alone");
        discovery = RegionDiscovery.Find(options);
        Snapshot snapshot = Copy(discovery) ?? throw NothingRead(discovery);
        return RegionInput.Live(snapshot, discovery, options);
    }

    /// <summary>All bytes of every store that is found.</summary>
    public IReadOnlyList<StoreInput> ReadStores(out DiscoveryResult discovery)
    {
        RefuseFileSystem();
        discovery = RegionDiscovery.Find(options);
        var inputs = new List<StoreInput>();
        if (OpenBlock(discovery, out bool isHeld) is { } block)
            using (block) inputs.Add(block.Read(whole: true));
        if (inputs.Count > 0 && IsTry(discovery)) return inputs;
        if (Copy(discovery) is { } snapshot) inputs.Insert(isHeld ? inputs.Count : 0, RegionInput.Live(snapshot, discovery, options));
        return inputs.Count > 0 ? inputs : throw NothingRead(discovery);
    }

    /// <summary>Whether the region is the reference region, a try for a board of which nothing is known: not for one that keeps its records elsewhere.</summary>
    private bool IsTry(DiscoveryResult discovery) => discovery.Chosen?.Kind == DiscoverySource.Reference && !options.ProbeReference;

    private void RefuseFileSystem()
    {
        if (options.Source == SourceKind.Pstore) throw new UsageException("--source pstore: a file system has no region; mem or kcore read one");
    }

    private StoreReading? ReadRegion(DiscoveryResult discovery)
    {
        if (options.WantsRamoops) _diagnostics.AddRange(discovery.Diagnostics);
        if (options.Source == SourceKind.Pstore || Copy(discovery) is not { } snapshot) return null;
        RecoveredRegion region = RegionInput.Live(snapshot, discovery, options).Recover(options);
        _diagnostics.AddRange(RegionChanges.Of(snapshot, region));
        return new StoreReading(snapshot, region);
    }

    private StoreReading? ReadBlock(DiscoveryResult discovery, out bool bound)
    {
        using LiveBlock? block = OpenBlock(discovery, out bound);
        if (block == null) return null;
        BlockInput input = block.Read(whole: false);
        _sources.Add(new SourceReport(SourceKind.Block, input.Snapshot.Name));
        return new StoreReading(input.Snapshot, input.Recover(options));
    }

    /// <summary>The device of a block store; null where none is named, or it can't be opened.</summary>
    private LiveBlock? OpenBlock(DiscoveryResult discovery, out bool bound)
    {
        bound = false;
        if (options.Source != null || !options.WantsBlock) return null;
        LiveBlock? block = LiveBlock.Open(options, discovery.Machine, out bound, out string? name, out AccessExplanation? problem);
        if (problem == null) return block;
        if (options.BlockDevice != null) throw problem.ToException();
        _firstProblem ??= problem;
        _sources.Add(new SourceReport(SourceKind.Block, name!, problem.Message));
        _diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Warning, problem.Message));
        return null;
    }

    /// <summary>The region's bytes: by the source that was named, else through /dev/mem, else through /proc/kcore.</summary>
    private Snapshot? Copy(DiscoveryResult discovery)
    {
        if (!options.WantsRamoops || discovery.Chosen is not { Address: { } address, MemSize: { } size }) return null;
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

    private void Report(SourceKind kind, string name, AccessFailure failure, DiscoveryResult discovery)
    {
        AccessExplanation explanation = AccessExplainer.Explain(failure with { WayOut = WayOut }, discovery);
        _firstProblem ??= explanation;
        _sources.Add(new SourceReport(kind, name, explanation.Message));
        _diagnostics.Add(new Diagnostic(DiagnosticId.SourceUnreadable, Severity.Warning, explanation.Message));
    }

    private AgentException NothingRead(DiscoveryResult discovery)
    {
        if (_firstProblem is { } problem && (discovery.Chosen != null || options.Source == SourceKind.Pstore || _sources.Exists(source => source.Kind == SourceKind.Block)))
            return problem.ToException();
        if (options.MemAddress != null && options.MemSize == null) return new UsageException("--mem-address needs --mem-size: nothing else tells the size of a region there");
        return options.WantsRamoops ? RegionProblems.NotFound(discovery) : RegionProblems.NoDevice();
    }
}
