using System.Text;

namespace PstoreAgent.CommandLine;

/// <summary>Help pages, made from the tables.</summary>
internal static class HelpText
{
    public static string Overview()
    {
        var page = new StringBuilder();
        page.Append("""
            pstore-agent reads the last words of a crashed Linux kernel out of a ramoops
            region: no mount, no driver, no libraries.

            Usage: pstore-agent [COMMAND] [OPTION...]


            """);
        foreach (CommandSpec command in CommandTable.All)
            AppendCommand(page, command);
        page.Append("\nOptions of the commands that read a region:\n");
        foreach (OptionSpec option in OptionTable.All)
            if (option.Commands == null) AppendOption(page, option);
        page.Append("""

            Numbers are decimal, 0x hexadecimal, or end in K, M or G. What is not given is
            found from the bytes. "pstore-agent help COMMAND" shows a command's own options.

            Exit codes: 0 done, 64 wrong command line, 65 bad data, 66 no such file,
            69 no region, 73 can't create, 74 input/output error, 77 no permission,
            78 impossible parameters.

            """);
        return page.ToString();
    }

    public static string For(CommandSpec command)
    {
        var page = new StringBuilder();
        page.Append($"Usage: pstore-agent {Usage(command)}{(OptionTable.All.Any(option => option.AppliesTo(command.Name)) ? " [OPTION...]" : "")}\n\n{command.Summary}\n");
        if (command.Text.Length > 0) page.Append($"\n{command.Text}\n");
        OptionSpec[] own = OptionTable.All.Where(option => option.IsOwnOf(command.Name)).ToArray();
        if (own.Length > 0) page.Append("\nIts own options:\n");
        foreach (OptionSpec option in own) AppendOption(page, option);
        if (!OptionTable.ReadingCommands.Contains(command.Name)) return page.ToString();
        page.Append("\nOptions of all commands that read a region:\n");
        foreach (OptionSpec option in OptionTable.All)
            if (option.Commands == null) AppendOption(page, option);
        return page.ToString();
    }

    /// <summary>The command and its argument; in brackets where it can go without.</summary>
    public static string Usage(CommandSpec command) => command.Argument == null ? command.Name
        : command.ArgumentRequired ? $"{command.Name} {command.Argument}" : $"{command.Name} [{command.Argument}]";

    private static void AppendCommand(StringBuilder page, CommandSpec command)
    {
        const int column = 18;
        string usage = Usage(command);
        page.Append("  ").Append(usage);
        if (usage.Length < column) page.Append(' ', column - usage.Length);
        else page.Append('\n').Append(' ', column + 2);
        page.Append(command.Summary).Append('\n');
    }

    private static void AppendOption(StringBuilder page, OptionSpec option)
    {
        const int column = 26, width = 80;
        page.Append($"  {option.Name}{(option.Value == null ? "" : " " + option.Value)}".PadRight(column));
        int left = width - column;
        bool first = true;
        foreach (string word in option.Help.Split(' '))
        {
            if (!first && word.Length + 1 > left)
            {
                page.Append('\n').Append(' ', column);
                left = width - column;
                first = true;
            }

            if (!first)
            {
                page.Append(' ');
                left--;
            }

            page.Append(word);
            left -= word.Length;
            first = false;
        }

        page.Append('\n');
    }
}
