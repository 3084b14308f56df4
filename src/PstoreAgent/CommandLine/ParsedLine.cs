namespace PstoreAgent.CommandLine;

/// <summary>A command line taken apart; values are still text.</summary>
/// <param name="Command">The command.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Values">Options by name; a switch has an empty value.</param>
/// <param name="WantsHelp">Whether help was asked for.</param>
internal sealed record ParsedLine(CommandSpec Command, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Values, bool WantsHelp)
{
    /// <summary>The first argument, or null.</summary>
    public string? Argument => Arguments.Count > 0 ? Arguments[0] : null;
}
