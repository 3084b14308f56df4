using System.Text;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Tests.ManPage;

/// <summary>The part of the manual page that the tables determine, in mdoc(7).</summary>
internal static class ManSections
{
    public static string Text()
    {
        var page = new StringBuilder(".Bl -tag -width Ds\n");
        foreach (CommandSpec command in CommandTable.All)
        {
            string argument = command.Argument == null ? "" : command.ArgumentRequired ? $" Ar {command.Argument}" : $" Op Ar {command.Argument}";
            page.Append($".It Cm {command.Name}{argument}\n");
            AppendSentences(page, command.Summary);
            AppendText(page, command.Text);
        }

        page.Append(".El\n.Sh OPTIONS\n");
        page.Append(".Ss Of single commands\n.Bl -tag -width Ds\n");
        foreach (OptionSpec option in OptionTable.All.Where(option => option.Commands != null))
        {
            AppendOption(page, option);
            page.Append($"Of {string.Join(", ", option.Commands!.Split(' '))}.\n");
        }

        page.Append(".El\n.Ss Of all commands that read a region\n.Bl -tag -width Ds\n");
        foreach (OptionSpec option in OptionTable.All.Where(option => option.Commands == null))
        {
            AppendOption(page, option);
            if (option.Also != null) page.Append($"Of {option.Also} too.\n");
        }

        return page.Append(".El\n").ToString();
    }

    private static void AppendOption(StringBuilder page, OptionSpec option)
    {
        page.Append($".It Fl -{option.Name[2..]}{(option.Value == null ? "" : $" Ar {option.Value}")}\n");
        AppendSentences(page, option.Help);
    }

    // Indented lines are examples, empty ones part paragraphs, and what stands in columns stays in them.
    private static void AppendText(StringBuilder page, string text)
    {
        if (text.Length == 0) return;
        foreach (string paragraph in text.Split("\n\n"))
        {
            if (paragraph.StartsWith(' ') || paragraph.Contains("  ", StringComparison.Ordinal))
            {
                page.Append(".Bd -literal -offset indent\n");
                foreach (string line in paragraph.Split('\n')) page.Append($"{Escaped(line.Trim())}\n");
                page.Append(".Ed\n");
                continue;
            }

            page.Append(".Pp\n");
            AppendSentences(page, paragraph.Replace('\n', ' '));
        }
    }

    private static void AppendSentences(StringBuilder page, string text)
    {
        foreach (string sentence in text.Split(". "))
            page.Append(Escaped(sentence)).Append(sentence.EndsWith('.') ? "\n" : ".\n");
    }

    private static string Escaped(string line)
    {
        line = line.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line;
    }
}
