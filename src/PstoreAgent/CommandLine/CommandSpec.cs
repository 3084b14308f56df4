namespace PstoreAgent.CommandLine;

/// <summary>One command.</summary>
/// <param name="Name">The word.</param>
/// <param name="Argument">What stands for its argument in help, or null.</param>
/// <param name="ArgumentRequired">Whether it can't go without.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Text">More for its own help page, with an example.</param>
internal sealed record CommandSpec(string Name, string? Argument, bool ArgumentRequired, string Summary, string Text)
{
    /// <summary>Words that it takes for its argument; empty where it takes something else.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>How many arguments it takes: any number where its argument ends in dots.</summary>
    public int MostArguments => Argument == null ? 0 : Argument.EndsWith("...", StringComparison.Ordinal) ? int.MaxValue : 1;
}
