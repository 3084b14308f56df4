namespace PstoreAgent.CommandLine;

/// <summary>
/// Takes a command line apart by the tables: "--name value" and "--name=value" alike, options before or behind
/// the command and its argument, "--" ends the options.
/// </summary>
internal sealed class ArgumentParser(string[] args)
{
    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _words = [];
    private bool _help;
    private bool _version;

    public ParsedLine Parse()
    {
        bool optionsEnded = false;
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (optionsEnded || arg == "-" || !arg.StartsWith('-')) _words.Add(arg);
            else if (arg == "--") optionsEnded = true;
            else if (arg is "--help" or "-h") _help = true;
            else if (arg is "--version" or "-V") _version = true;
            else TakeOption(arg, ref i);
        }

        return Assemble();
    }

    private void TakeOption(string arg, ref int i)
    {
        int equals = arg.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? arg : arg[..equals];
        if (name is "--help" or "--version") throw new UsageException($"{name} takes no value");
        OptionSpec option = OptionTable.Find(name)
            ?? throw new UsageException($"unknown option {name}{Suggestion.For(name, OptionTable.All.Select(spec => spec.Name))}; see pstore-agent help");
        if (option.Value == null && equals >= 0) throw new UsageException($"{name} takes no value");
        string value = "";
        if (option.Value != null)
        {
            // A forgotten value must not swallow the next option; "--name=--value" gives a value that looks like one.
            if (equals >= 0) value = arg[(equals + 1)..];
            else if (i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal)) value = args[++i];
            else throw new UsageException($"{name} needs a value ({option.Value})");
            if (value.Length == 0) throw new UsageException($"{name} needs a value ({option.Value})");
        }

        if (!_values.TryAdd(name, value)) throw new UsageException($"{name} is given twice");
    }

    // A file where the command belongs is what everybody tries first.
    private static string Way(string word) => word.Contains('.', StringComparison.Ordinal) || word.Contains('/', StringComparison.Ordinal)
        ? $"an image is named with --image {word}"
        : "see pstore-agent help";

    private ParsedLine Assemble()
    {
        if (_version) return new ParsedLine(CommandTable.Find("version")!, [], new Dictionary<string, string>(), false);
        string word = _words.Count > 0 ? _words[0] : CommandTable.Default;
        CommandSpec command = CommandTable.Find(word)
            ?? throw new UsageException($"unknown command '{word}'{Suggestion.For(word, CommandTable.All.Select(spec => spec.Name))}; {Way(word)}");
        if (_help) return new ParsedLine(command, [], _values, true);

        string[] arguments = [.. _words.Skip(1)];
        int most = command.MostArguments;
        if (arguments.Length > most) throw new UsageException($"{command.Name} takes {(most == 0 ? "no argument" : $"one argument ({command.Argument})")}; '{arguments[most]}' is too much");
        if (arguments.Contains("")) throw new UsageException($"{command.Name}: an argument is empty; leave it out, or name what is meant: pstore-agent {HelpText.Usage(command)}");
        if (command.ArgumentRequired && arguments.Length == 0)
            throw new UsageException($"{command.Name} needs an argument: pstore-agent {command.Name} {command.Argument}");
        foreach (string name in _values.Keys)
        {
            if (!OptionTable.Find(name)!.AppliesTo(command.Name))
                throw new UsageException($"{command.Name} has no option {name}; see pstore-agent help {command.Name}");
        }

        return new ParsedLine(command, arguments, _values, false);
    }
}
