using Pstore;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor;
using PstoreAgent.Output;
using PstoreAgent.Reports;

namespace PstoreAgent.Commands;

/// <summary>Checks a board's set-up.</summary>
internal sealed class DoctorCommand(DoctorOptions options, bool json, bool exitCode)
{
    public int Run(StandardOutput output)
    {
        DeviceTreeSource? tree = DeviceTreeSource.Open(new MachineRoot(options.Facts.Root), options.Facts.DtbFile, options.Facts.DtsFile);
        DiscoveryOptions facts = options.HasMachine ? options.Facts : OnDesk(options.Facts, tree);
        DiscoveryResult discovery = RegionDiscovery.Find(facts);
        var setup = new Setup(discovery, tree, facts, options.HasMachine);
        List<Finding> findings = Checks.Run(setup, Checks.Of(setup));
        if (json) DoctorJson.Write(setup, findings, output);
        else DoctorReport.Write(findings, output);
        return DoctorReport.ExitCodeOf(findings, exitCode);
    }

    /// <summary>What files on a desk say besides: a configuration of its kernel, a tree of the command line that it passes.</summary>
    private static DiscoveryOptions OnDesk(DiscoveryOptions facts, DeviceTreeSource? tree)
    {
        GivenFacts given = facts.Given!;
        KernelVersion? kernel = facts.Kernel ?? (given.ConfigFile is { } config ? KernelConfig.ReadFile(config).Kernel : null);
        string? passed = tree == null || DeviceTreeWalk.Child(tree.Root, "chosen") is not { } chosen ? null : chosen.Word("bootargs");
        return facts with { Kernel = kernel, Given = given with { CommandLine = given.CommandLine ?? passed } };
    }
}
