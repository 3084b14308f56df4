using System.Text;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Completions;

/// <summary>The script for bash 4 and later. It needs no other completion script.</summary>
internal static class BashCompletion
{
    public static string Script()
    {
        var script = new StringBuilder();
        script.Append($$"""
            # bash completion for pstore-agent
            _pstore_agent_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
            _pstore_agent_names() {
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
            }
            _pstore_agent() {
                local cur=${COMP_WORDS[COMP_CWORD]} word option='' command='' i
                local -i count=0
                COMPREPLY=()
                # bash parts --name=value at the sign.
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ $word == = ]]; then continue; fi
                    if [[ -n $option ]]; then
                        option=''
                        continue
                    fi
                    case $word in
                        {{string.Join(" | ", Completion.WithValue)}}) option=$word ;;
                        -*) ;;
                        *) if [[ -z $command ]]; then command=$word; else count+=1; fi ;;
                    esac
                done
                if [[ $cur == = ]]; then cur=''; fi
                case $option in

            """);
        foreach (OptionSpec option in OptionTable.All)
            if (Offer.For(option) is { } offer && (offer.Kind != OfferKind.Words || offer.Words.Length > 0)) script.Append($"        {option.Name}) {Call(offer)}; return ;;\n");
        script.Append("""
                    ?*) return ;;
                esac
                if [[ $cur == -* ]]; then
                    case ${command:-
            """).Append(CommandTable.Default).Append("} in\n");
        foreach (CommandSpec command in CommandTable.All)
            script.Append($"            {command.Name}) {Call(new Offer(OfferKind.Words, [.. Completion.OptionsOf(command).Select(option => option.Name), .. Completion.Everywhere.Select(option => option.Name)]))} ;;\n");
        script.Append("""
                    esac
                    return
                fi
                case $command:$count in

            """);
        script.Append($"        :0) {Call(new Offer(OfferKind.Words, [.. CommandTable.All.Select(command => command.Name)]))} ;;\n");
        foreach (CommandSpec command in CommandTable.All)
            if (Offer.For(command) is { } offer) script.Append($"        {command.Name}:{(Completion.Repeats(command) ? "*" : "0")}) {Call(offer)} ;;\n");
        script.Append("""
                esac
            }
            complete -F _pstore_agent pstore-agent

            """);
        return script.ToString();
    }

    private static string Call(Offer offer) => offer.Kind switch
    {
        OfferKind.Files => "_pstore_agent_names -f \"$cur\"",
        OfferKind.Directories => "_pstore_agent_names -d \"$cur\"",
        _ => $"_pstore_agent_words {Completion.Quoted(string.Join(' ', offer.Words))} \"$cur\"",
    };
}
