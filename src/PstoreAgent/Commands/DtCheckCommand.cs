using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor;
using PstoreAgent.Output;
using PstoreAgent.Reports;

namespace PstoreAgent.Commands;

/// <summary>Checks the ramoops nodes of device trees, source or compiled, and nothing else.</summary>
internal sealed class DtCheckCommand(IReadOnlyList<string> files, DiscoveryOptions given, bool json, bool exitCode)
{
    public int Run(StandardOutput output)
    {
        if (json && files.Count > 1) throw new CommandLine.UsageException("--json prints one object: check one file at a time");
        int code = ExitCode.Ok;
        foreach (string file in files)
        {
            // The file's own name says what it is; either kind is read.
            DeviceTreeSource tree = DeviceTreeSource.OpenFile(file);
            var options = new DiscoveryOptions { Root = MachineRoot.Nowhere, Kernel = given.Kernel, Cpus = given.Cpus };
            var setup = new Setup(RegionDiscovery.Find(options), tree, options, hasMachine: false);
            List<Finding> findings = Checks.Run(setup, Checks.OfNode);
            if (files.Count > 1) output.Line(TerminalText.OneLine($"{file}:"));
            if (json) DoctorJson.Write(setup, findings, output);
            else DoctorReport.Write(findings, output);
            code = Math.Max(code, DoctorReport.ExitCodeOf(findings, exitCode));
        }

        return code;
    }
}
