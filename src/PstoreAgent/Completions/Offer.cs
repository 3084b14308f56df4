using PstoreAgent.CommandLine;

namespace PstoreAgent.Completions;

/// <summary>What a shell may offer for an argument or a value.</summary>
/// <param name="Kind">Words, or names of the file system.</param>
/// <param name="Words">The words, where it is these.</param>
internal sealed record Offer(OfferKind Kind, string[] Words)
{
    /// <summary>For a command's argument; null for one that has none.</summary>
    public static Offer? For(CommandSpec command) => command.Argument is { } text ? Of(text, command.Choices) : null;

    /// <summary>For an option's value; null for a switch.</summary>
    public static Offer? For(OptionSpec option) => option.Value is { } text ? Of(text, option.Choices) : null;

    private static Offer Of(string placeholder, string[] choices) => placeholder.TrimEnd('.') switch
    {
        _ when choices.Length > 0 => new(OfferKind.Words, choices),
        "FILE" => new(OfferKind.Files, []),
        "DIR" => new(OfferKind.Directories, []),
        "COMMAND" => new(OfferKind.Words, [.. CommandTable.All.Select(command => command.Name)]),
        "RECORD" => new(OfferKind.Words, ["dmesg-0", "console", "pmsg", "ftrace"]),
        _ => new(OfferKind.Words, []),
    };
}
