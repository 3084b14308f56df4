using Pstore;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>
/// Finds the ramoops region of a machine: the user's options, the bound driver, the device tree, the kernel command line, the kernel log,
/// in this order. Nothing is opened but text: no address is ever tried.
/// </summary>
internal static class RegionDiscovery
{
    /// <exception cref="AgentException">The device-tree file can't be read, or is none.</exception>
    public static DiscoveryResult Find(DiscoveryOptions options) => Find(options, null);

    /// <param name="options">What the user says.</param>
    /// <param name="kernelLog">The log to read; null is the machine's own.</param>
    public static DiscoveryResult Find(DiscoveryOptions options, IKernelLog? kernelLog)
    {
        var root = new MachineRoot(options.Root);
        var machine = new Machine(root, kernelLog, options.Given);
        KernelVersion? kernel = options.Kernel ?? machine.RunningKernel?.Version;
        DeviceTreeSource? tree = DeviceTreeSource.Open(root, options.DtbFile, options.DtsFile);
        List<RegionCandidate> logged = LogRegions.Find(machine.KernelLogText);
        var commandLine = new CommandLineRegions(kernel, machine.Iomem, logged);

        var all = new List<RegionCandidate>();
        if (FromOptions(options) is { } given) all.Add(given);
        if (BoundDriver.Find(machine) is { } driver) all.Add(driver);
        if (tree != null) all.AddRange(RamoopsNode.FindAll(tree, kernel));
        all.AddRange(commandLine.Find(machine.CommandLine ?? ""));
        all.AddRange(logged);
        bool named = all.Exists(candidate => candidate.Address == ReferenceRegion.Address);
        if (!named && ReferenceRegion.Find(options, new DeviceTreeMemory(tree), machine.Iomem) is { } reference) all.Add(reference);

        var diagnostics = new List<Diagnostic>();
        RegionCandidate? chosen = CandidateChoice.Choose(all, diagnostics);
        diagnostics.AddRange(CandidateChoice.Remarks(all, chosen));
        diagnostics.AddRange(commandLine.Diagnostics);
        if (chosen?.Kind == DiscoverySource.Reference)
            diagnostics.Add(new Diagnostic(DiagnosticId.ReferenceRegion, Severity.Warning, $"no source names a region; {chosen.Origin} is a try"));
        if (root.Refused.Count > 0)
            diagnostics.Add(new Diagnostic(DiagnosticId.SourceRefused, chosen == null ? Severity.Warning : Severity.Note, $"only root can read {Join(root.Refused)}"));
        if (chosen != null) chosen = chosen with { Cpus = options.Cpus ?? chosen.Cpus ?? machine.Cpus };
        return new DiscoveryResult(chosen, all, diagnostics, machine);
    }

    private static RegionCandidate? FromOptions(DiscoveryOptions options)
    {
        var candidate = new RegionCandidate(DiscoverySource.Options, "the options given")
        {
            Address = options.MemAddress,
            MemSize = options.MemSize,
            RecordSize = options.RecordSize,
            ConsoleSize = options.ConsoleSize,
            FtraceSize = options.FtraceSize,
            PmsgSize = options.PmsgSize,
            Ecc = options.Ecc,
            Flags = options.Flags,
            Cpus = options.Cpus,
        };
        bool says = candidate.Address != null || candidate.Cpus != null;
        foreach (RegionParameter parameter in RegionParameter.All) says |= parameter.Get(candidate) != null;
        return says ? candidate : null;
    }

    /// <summary>Files of one folder are named by it.</summary>
    private static string Join(IReadOnlyList<string> refused)
    {
        var names = new List<string>();
        foreach (string path in refused)
        {
            int slash = path.LastIndexOf('/');
            string name = path.StartsWith(ModuleParameters.Folder, StringComparison.Ordinal) || path.Contains("/devicetree/", StringComparison.Ordinal) ? path[..slash] : path;
            if (!names.Contains(name)) names.Add(name);
        }

        return string.Join(", ", names);
    }
}
