using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Mounts the pstore file system, and sees to it that the next boots do.</summary>
internal sealed class MountCommand(CommonOptions common, string? persist)
{
    public static MountCommand From(OptionValues values, CommonOptions common) =>
        new(common, values.Choice("--persist", "fstab", "systemd"));

    public int Run(StandardOutput output)
    {
        var machine = new Machine(new MachineRoot(common.Root));
        if (!machine.Root.IsThisMachine && persist == null) throw new UsageException("mount --root: what is not the running machine can't be mounted; --persist writes its files");
        if (machine.Root.IsThisMachine) output.Line(TerminalText.OneLine(PstoreMount.Ensure(machine)));
        if (persist == null) return ExitCode.Ok;
        output.Line(persist == "fstab" ? PersistentMount.AddToFstab(machine.Root) : PersistentMount.AddUnit(machine.Root));
        if (PersistentMount.IsMountedBySystemd(machine.Root) && machine.ConfigOption("CONFIG_PSTORE") != ConfigValue.Module)
            output.Line("systemd runs here and mounts /sys/fs/pstore by itself where pstore is built into the kernel: this is needed only where it is a module");
        return ExitCode.Ok;
    }
}
