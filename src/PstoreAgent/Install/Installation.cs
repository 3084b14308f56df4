using PstoreAgent.Native;
using PstoreAgent.Output;

namespace PstoreAgent.Install;

/// <summary>Writes the files of an init system. What a run that fails has made, it takes away again.</summary>
internal sealed class Installation(InitSystem system, TargetTree tree, string agent, bool force, StandardOutput output)
{
    private readonly List<string> _made = [];

    /// <summary>Shows each file and link, and writes it where <paramref name="write"/> says so.</summary>
    public void Run(bool write)
    {
        List<PlannedFile> files = [.. system.Files.Select(Plan)];
        List<PlannedLink> links = [.. system.Links.Select(Plan)];
        try
        {
            foreach (PlannedFile file in files)
            {
                output.Line(TerminalText.OneLine($"{(file.IsThere ? "keep " : "write")}  {Convert.ToString(file.Mode, 8).PadLeft(4, '0')}  {file.Place}"));
                if (!write || file.IsThere) continue;
                Target.WriteFile(file.Place, file.Content, file.Mode, file.Replaces);
                if (!file.Replaces) _made.Add(file.Place);
            }

            foreach (PlannedLink link in links)
            {
                output.Line(TerminalText.OneLine($"{(link.IsThere ? "keep " : "link ")}        {link.Place} -> {link.Target}"));
                if (!write || link.IsThere) continue;
                Target.WriteLink(link.Place, link.Target);
                if (!link.Replaces) _made.Add(link.Place);
            }
        }
        catch (AgentException)
        {
            foreach (string place in _made) Target.Remove(place);
            throw;
        }
    }

    private PlannedFile Plan(InstalledFile file)
    {
        byte[] content = EmbeddedFiles.Read(file.Source, agent);
        string place = tree.Locate(file.Path);
        TargetState state = Target.StateOf(place, content, out int mode);
        Refuse(place, state);
        return new PlannedFile(place, content, file.Mode, state == TargetState.Same && mode == file.Mode, state != TargetState.Missing);
    }

    private PlannedLink Plan(InstalledLink link)
    {
        string place = tree.Locate(link);
        TargetState state = Target.StateOf(place, link.Target);
        Refuse(place, state);
        return new PlannedLink(place, link.Target, state == TargetState.Same, state != TargetState.Missing);
    }

    private void Refuse(string place, TargetState state)
    {
        if (state == TargetState.Other && SymbolicLink.Read(place) is { } target)
            throw new AgentException(ExitCode.CannotCreate, $"{place}: is a symbolic link to {target}, where a file belongs, and is left alone; move it away");
        if (state == TargetState.Other) throw new AgentException(ExitCode.CannotCreate, $"{place}: is something else than what belongs there, and is left alone; move it away");
        if (state == TargetState.Different && !force)
            throw new AgentException(ExitCode.CannotCreate, $"{place}: is there and differs from what would be written; use --force to overwrite it");
    }

    private sealed record PlannedFile(string Place, byte[] Content, int Mode, bool IsThere, bool Replaces);

    private sealed record PlannedLink(string Place, string Target, bool IsThere, bool Replaces);
}
