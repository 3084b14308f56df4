using System.Text;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Completions;

/// <summary>The script for fish 3 and later.</summary>
internal static class FishCompletion
{
    public static string Script()
    {
        var script = new StringBuilder();
        script.Append($"""
            # fish completion for pstore-agent
            function __pstore_agent_words
                set -l words (commandline -opc)
                set -e words[1]
                set -l skip 0
                for word in $words
                    if test $skip = 1
                        set skip 0
                        continue
                    end
                    switch $word
                        case {string.Join(' ', Completion.WithValue)}
                            set skip 1
                        case '-*'
                        case '*'
                            echo -- $word
                    end
                end
            end
            function __pstore_agent_in
                set -l words (__pstore_agent_words) {CommandTable.Default}
                contains -- $words[1] $argv
            end
            function __pstore_agent_first
                set -l words (__pstore_agent_words)
                test (count $words) = 1; and test $words[1] = $argv[1]
            end
            function __pstore_agent_bare
                test (count (__pstore_agent_words)) = 0
            end
            complete -c pstore-agent -f

            """);
        foreach (CommandSpec command in CommandTable.All)
            script.Append($"complete -c pstore-agent -n __pstore_agent_bare -a {command.Name} -d {Quoted(command.Summary)}\n");
        foreach (CommandSpec command in CommandTable.All)
            if (Offer.For(command) is { } offer && Values(offer) is { Length: > 0 } values) script.Append($"complete -c pstore-agent -n '{(Completion.Repeats(command) ? "not __pstore_agent_bare; and __pstore_agent_in" : "__pstore_agent_first")} {command.Name}' {values}\n");
        foreach (OptionSpec option in OptionTable.All)
            script.Append($"complete -c pstore-agent -n '__pstore_agent_in {string.Join(' ', CommandTable.All.Where(command => option.AppliesTo(command.Name)).Select(command => command.Name))}' -l {option.Name[2..]} {Value(option)}-d {Quoted(option.Help)}\n");
        foreach ((string name, string help) in Completion.Everywhere)
            script.Append($"complete -c pstore-agent -l {name[2..]} -d {Quoted(help)}\n");
        return script.ToString();
    }

    private static string Value(OptionSpec option) => Offer.For(option) is not { } offer ? ""
        : offer.Kind == OfferKind.Files ? "-r -F "
        : Values(offer) is { Length: > 0 } values ? $"-x {values} " : "-x ";

    private static string Values(Offer offer) => offer.Kind switch
    {
        OfferKind.Files => "-F",
        OfferKind.Directories => "-a '(__fish_complete_directories)'",
        _ => offer.Words.Length == 0 ? "" : $"-a {Quoted(string.Join(' ', offer.Words))}",
    };

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
