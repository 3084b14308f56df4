namespace PstoreAgent.CommandLine;

/// <summary>A command line taken apart; values are still text.</summary>
/// <param name="Command">The command.</param>
/// <param name="Argument">Its argument, or null.</param>
/// <param name="Values">Options by name; a switch has an empty value.</param>
/// <param name="WantsHelp">Whether help was asked for.</param>
internal sealed record ParsedLine(CommandSpec Command, string? Argument, IReadOnlyDictionary<string, string> Values, bool WantsHelp);
