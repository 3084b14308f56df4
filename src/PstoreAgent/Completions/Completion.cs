using PstoreAgent.CommandLine;

namespace PstoreAgent.Completions;

/// <summary>Completion scripts, made from the tables that the command line is read by.</summary>
internal static class Completion
{
    /// <summary>Options that every command has beside those of the table.</summary>
    public static readonly (string Name, string Help)[] Everywhere = [("--help", "Explain the command."), ("--version", "Print the version.")];

    /// <summary>The script for a shell.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => BashCompletion.Script(),
        "zsh" => ZshCompletion.Script(),
        "fish" => FishCompletion.Script(),
        _ => throw new UsageException($"completion: '{shell}' is none of {string.Join(", ", CommandTable.Find("completion")!.Choices)}"),
    };

    /// <summary>The options of a command.</summary>
    public static IEnumerable<OptionSpec> OptionsOf(CommandSpec command) => OptionTable.All.Where(option => option.AppliesTo(command.Name));

    /// <summary>Whether a command's arguments are all alike, as many as there are; words of its own are for the first.</summary>
    public static bool Repeats(CommandSpec command) => command.MostArguments > 1 && command.Choices.Length == 0;

    /// <summary>The names of the options that have a value.</summary>
    public static IEnumerable<string> WithValue => OptionTable.All.Where(option => option.Value != null).Select(option => option.Name);

    /// <summary>In single quotes, as all shells but fish read them.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
