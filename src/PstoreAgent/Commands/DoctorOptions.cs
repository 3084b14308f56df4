using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Commands;

/// <summary>What doctor looks at: a running machine, below a folder or not; or files alone.</summary>
/// <param name="Facts">Where to look.</param>
/// <param name="HasMachine">Whether there is a machine.</param>
internal sealed record DoctorOptions(DiscoveryOptions Facts, bool HasMachine)
{
    private static readonly string[] s_files = ["--dtb", "--dts", "--config", "--cmdline"];

    public static DoctorOptions Of(OptionValues values, CommonOptions common)
    {
        if (values.Has("--dtb") && values.Has("--dts")) throw new UsageException("--dtb and --dts name one device tree each: give one of them");
        if (values.Has("--root") && !Directory.Exists(common.Root)) throw new AgentException(ExitCode.NoInput, $"--root: {common.Root}: no such folder");
        bool hasMachine = values.Has("--root") || !Array.Exists(s_files, values.Has);
        return new DoctorOptions(new DiscoveryOptions
        {
            Root = hasMachine ? common.Root : MachineRoot.Nowhere,
            DtbFile = common.DtbFile,
            DtsFile = values.Text("--dts"),
            Kernel = common.Kernel,
            Cpus = common.Cpus,
            Given = new GivenFacts(values.Text("--cmdline"), values.Text("--config")),
        }, hasMachine);
    }
}
