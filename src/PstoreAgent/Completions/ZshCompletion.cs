using System.Text;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Completions;

/// <summary>The script for zsh, to be autoloaded as _pstore-agent or read by source.</summary>
internal static class ZshCompletion
{
    public static string Script()
    {
        var script = new StringBuilder();
        script.Append($$"""
            #compdef pstore-agent
            _pstore-agent() {
                local word command skip
                local -a specs commands
                for word in "${(@)words[2,CURRENT-1]}"; do
                    if [[ -n $skip ]]; then
                        skip=
                        continue
                    fi
                    case $word in
                        {{string.Join("|", Completion.WithValue)}}) skip=1 ;;
                        -*) ;;
                        *) command=${command:-$word} ;;
                    esac
                done
                commands=(

            """);
        foreach (CommandSpec command in CommandTable.All)
            script.Append($"        {Completion.Quoted($"{command.Name}:{command.Summary}")}\n");
        script.Append("    )\n    case ${command:-").Append(CommandTable.Default).Append("} in\n");
        foreach (CommandSpec command in CommandTable.All)
        {
            script.Append($"        {command.Name})\n            specs=(\n");
            foreach (OptionSpec option in Completion.OptionsOf(command)) Append(script, Spec(option));
            foreach ((string name, string help) in Completion.Everywhere) Append(script, $"{name}[{Escaped(help)}]");
            if (Offer.For(command) is { } offer) Append(script, $"{(Completion.Repeats(command) ? "*" : "2")}:{command.Argument}:{Action(offer)}");
            script.Append("            )\n            ;;\n");
        }

        script.Append("""
                esac
                _arguments -S : '1:command:{ _describe -t commands command commands }' "${specs[@]}"
            }
            if [[ ${funcstack[1]} == _pstore-agent ]]; then
                _pstore-agent "$@"
            else
                compdef _pstore-agent pstore-agent
            fi

            """);
        return script.ToString();
    }

    private static void Append(StringBuilder script, string spec) => script.Append($"                {Completion.Quoted(spec)}\n");

    private static string Spec(OptionSpec option) => Offer.For(option) is { } offer
        ? $"{option.Name}=[{Escaped(option.Help)}]:{option.Value}:{Action(offer)}"
        : $"{option.Name}[{Escaped(option.Help)}]";

    // A blank alone is an action that offers nothing.
    private static string Action(Offer offer) => offer.Kind switch
    {
        OfferKind.Files => "_files",
        OfferKind.Directories => "_files -/",
        _ => offer.Words.Length == 0 ? " " : $"({string.Join(' ', offer.Words)})",
    };

    private static string Escaped(string text) => text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
