using PstoreAgent.Archive;
using PstoreAgent.CommandLine;
using PstoreAgent.Completions;
using PstoreAgent.Doctor.Generate;
using PstoreAgent.Install;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>From a command line to its command.</summary>
internal static class Dispatcher
{
    public static int Run(ParsedLine line, StandardOutput output)
    {
        if (line.WantsHelp) return Help(line.Values.Count == 0 && line.Command.Name == CommandTable.Default ? null : line.Command.Name, output);
        var values = new OptionValues(line.Values);
        CommonOptions common = values.Common();
        Log.Level = common.LogLevel;
        switch (line.Command.Name)
        {
            case "show":
                return Show(common, line.Argument!, values, output);
            case "dump":
                return new DumpCommand(common, line.Argument!, values.Has("--force")).Run(output);
            case "extract":
                bool binary = values.Choice("--ftrace", "text", "binary") == "binary";
                var options = new ExtractOptions(line.Argument!, values.Has("--as-kernel"), binary, values.Has("--force"));
                return options.AsKernel ? new ExtractAsKernelCommand(common, options).Run() : new ExtractCommand(common, options).Run(output);
            case "clear":
                return new ClearCommand(common, line.Arguments, new ClearOptions(values.Has("--all"), values.Has("--yes"), values.Has("--wipe"))).Run(output);
            case "layout":
                return new LayoutCommand(common, values.Has("--json")).Run(output);
            case "collect":
                return new CollectCommand(common, CollectOptionsOf(line, values)).Run(output);
            case "archive":
                return ArchiveCommands.Run(line.Arguments, values.Text("--dir") ?? StoreNames.DefaultFolder, values.Has("--json"), output);
            case "install":
                return new InstallCommand(new InstallOptions(values.Choice("--init", InitSystems.Names), common.Root, values.Has("--remove"), values.Has("--dry-run"), values.Has("--force"))).Run(output);
            case "completion":
                output.Text(Completion.For(line.Argument!));
                return ExitCode.Ok;
            case "doctor":
                return new DoctorCommand(DoctorOptions.Of(values, common), values.Has("--json"), values.Has("--exit-code")).Run(output);
            case "dt":
                return Tree(line, common, values, output);
            case "retention":
                return Retention(line.Argument!, new RetentionCommand(common, new RetentionOptions(values.Has("--yes"), values.Has("--wipe"), values.Has("--armed"), values.Has("--json"))), output);
            case "pmsg":
                return PmsgCommand.From(line, values, common).Run();
            case "heartbeat":
                return HeartbeatCommand.From(line, values, common).Run(output);
            case "ftrace":
                return FtraceCommand.From(line, values, common).Run(output);
            case "mount":
                return MountCommand.From(values, common).Run(output);
            case "crash-test":
                return values.Has("--check") ? new CrashCheckCommand(common, line.Argument).Run(output) : CrashTestCommand.From(line, values, common).Run(output);
            case "version":
                output.Line($"pstore-agent {AgentVersion.Text}");
                return ExitCode.Ok;
            case "help":
                return Help(line.Argument, output);
            default:
                int tail = (int)(values.Number("--tail", 100_000) ?? 8);
                return new RecoverCommand(common, values.Has("--json"), tail, values.Has("--exit-code")).Run(output);
        }
    }

    private static int Show(CommonOptions common, string record, OptionValues values, StandardOutput output) => values.Has("--follow")
        ? new FollowCommand(common, record).Run(output)
        : new ShowCommand(common, record, values.Has("--raw"), values.Has("--current")).Run(output);

    private static CollectOptions CollectOptionsOf(ParsedLine line, OptionValues values) => new(
        line.Argument ?? StoreNames.DefaultFolder, values.Has("--clear"), !values.Has("--no-raw"), values.Has("--redact"), values.Has("--exit-code"), values.Has("--json"),
        new LimitOptions(
            (long?)values.Number("--max-size", long.MaxValue), (long)(values.Number("--max-count", int.MaxValue) ?? 0), values.Age("--max-age"),
            (long)(values.Number("--min-free", long.MaxValue) ?? 0), (long)(values.Number("--min-inodes", long.MaxValue) ?? 0)));

    private static int Tree(ParsedLine line, CommonOptions common, OptionValues values, StandardOutput output) => line.Argument switch
    {
        "generate" when line.Arguments.Count == 1 => new DtGenerateCommand(NodeRequestReader.Read(values, common)).Run(output),
        "generate" => throw new UsageException($"dt generate takes options alone; '{line.Arguments[1]}' is too much"),
        "check" when line.Arguments.Count > 1 => new DtCheckCommand([.. line.Arguments.Skip(1)], common, values.Has("--json"), values.Has("--exit-code")).Run(output),
        "check" => throw new UsageException("dt check needs a file: pstore-agent dt check FILE..."),
        _ => throw new UsageException($"dt: '{line.Argument}' is none of generate, check"),
    };

    private static int Retention(string word, RetentionCommand command, StandardOutput output) => word switch
    {
        "arm" => command.Arm(output),
        "check" => command.Check(output),
        _ => throw new UsageException($"retention: '{word}' is none of arm, check"),
    };

    private static int Help(string? name, StandardOutput output)
    {
        if (name == null)
        {
            output.Text(HelpText.Overview());
            return ExitCode.Ok;
        }

        CommandSpec command = CommandTable.Find(name)
            ?? throw new UsageException($"unknown command '{name}'{Suggestion.For(name, CommandTable.All.Select(spec => spec.Name))}");
        output.Text(HelpText.For(command));
        return ExitCode.Ok;
    }
}
