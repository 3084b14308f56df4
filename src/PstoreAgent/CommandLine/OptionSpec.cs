namespace PstoreAgent.CommandLine;

/// <summary>One option: the same line of the table drives parsing, help and errors.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands for its value in help; null for a switch.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Commands">The commands that have it, separated by blanks; null for all that read a region.</param>
/// <param name="Also">Of an option of all commands that read a region: further commands that have it.</param>
internal sealed record OptionSpec(string Name, string? Value, string Help, string? Commands = null, string Also = "")
{
    /// <summary>Whether a command has this option.</summary>
    public bool AppliesTo(string command) => Commands == null
        ? OptionTable.ReadingCommands.Contains(command) || Also.Split(' ').Contains(command)
        : Commands.Split(' ').Contains(command);
}
