using PstoreAgent.CommandLine;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Install;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Writes or removes the files with which an init system runs the agent at each boot.</summary>
internal sealed class InstallCommand(InstallOptions options)
{
    public int Run(StandardOutput output)
    {
        InitSystem system = InitSystems.Find(options.Init ?? throw Unnamed());
        var tree = new TargetTree(options.Root);
        if (!Directory.Exists(options.Root)) throw new AgentException(ExitCode.NoInput, $"{options.Root}: No such directory");
        string agent = tree.IsThisMachine ? AgentPlace.OfRunning() : EmbeddedFiles.UsualAgent;
        if (options.Remove) return Remove(system, tree, agent, output);

        new Installation(system, tree, agent, options.Force, output).Run(!options.DryRun);
        if (!File.Exists(tree.Locate(agent))) Log.Warning($"{tree.Locate(agent)} is not there yet; put the agent there");
        End(system.AfterInstall, system, tree, output);
        return ExitCode.Ok;
    }

    private int Remove(InitSystem system, TargetTree tree, string agent, StandardOutput output)
    {
        IReadOnlyList<string> left = new Removal(system, tree, agent, output).Run(!options.DryRun);
        End(system.AfterRemoval, system, tree, output);
        if (left.Count == 0) return ExitCode.Ok;
        output.Flush();
        throw new AgentException(ExitCode.CannotCreate, $"{string.Join(", ", left)}: not as install wrote it, and left; remove it by hand");
    }

    private void End(string? command, InitSystem system, TargetTree tree, StandardOutput output)
    {
        if (options.DryRun)
        {
            output.Line("nothing was changed (--dry-run)");
            return;
        }

        if (command == null || !(tree.IsThisMachine || system.ActsOnFiles)) return;
        output.Line(TerminalText.OneLine($"now run: {(tree.IsThisMachine ? "" : $"chroot {options.Root} ")}{command}"));
    }

    private UsageException Unnamed()
    {
        string? running = InitSystems.Running(new MachineRoot(options.Root));
        string words = $"install needs --init with one of {string.Join(", ", InitSystems.Names)}";
        return new UsageException(running == null ? words : $"{words}; this machine seems to run {running}");
    }
}
