namespace PstoreAgent.CommandLine;

/// <summary>One option: the same line of the table drives parsing, help and errors.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands for its value in help; null for a switch.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Commands">The commands that have it, separated by blanks; null for all that read a region.</param>
internal sealed record OptionSpec(string Name, string? Value, string Help, string? Commands = null)
{
    /// <summary>Whether a command has this option.</summary>
    public bool AppliesTo(string command) => Commands == null
        ? OptionTable.ReadingCommands.Contains(command)
        : Commands.Split(' ').Contains(command);
}
