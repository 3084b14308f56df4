namespace PstoreAgent.CommandLine;

/// <summary>One option: the same line of the table drives parsing, help and errors.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands for its value in help; null for a switch.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Commands">The commands that have it, separated by blanks; null for all that read a region.</param>
internal sealed record OptionSpec(string Name, string? Value, string Help, string? Commands = null)
{
    /// <summary>Commands that do not read a region and have this option of those that do, separated by blanks.</summary>
    public string? Also { get; init; }

    /// <summary>Whether a command has this option.</summary>
    public bool AppliesTo(string command) => IsOwnOf(command) || (Commands == null && OptionTable.ReadingCommands.Contains(command));

    /// <summary>Whether a command has it for itself, and not as one of all that read a region.</summary>
    public bool IsOwnOf(string command) => (Commands ?? Also)?.Split(' ').Contains(command) == true;
}
