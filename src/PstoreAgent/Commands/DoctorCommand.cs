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
        DiscoveryOptions facts = options.Facts;
        DiscoveryResult discovery = RegionDiscovery.Find(facts);
        DeviceTreeSource? tree = DeviceTreeSource.Open(new MachineRoot(facts.Root), facts.DtbFile, facts.DtsFile);
        var setup = new Setup(discovery, tree, facts, options.HasMachine);
        List<Finding> findings = Checks.Run(setup, Checks.All);
        if (json) DoctorJson.Write(setup, findings, output);
        else DoctorReport.Write(findings, output);
        return DoctorReport.ExitCodeOf(findings, exitCode);
    }
}
