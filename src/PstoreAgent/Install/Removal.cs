using PstoreAgent.Output;

namespace PstoreAgent.Install;

/// <summary>Removes what an installation wrote, as far as it is still that.</summary>
internal sealed class Removal(InitSystem system, TargetTree tree, string agent, StandardOutput output)
{
    private readonly List<string> _left = [];
    private bool _found;

    /// <summary>Shows each file and link, and removes it where <paramref name="write"/> says so. Those that somebody changed are given back, and stay.</summary>
    public IReadOnlyList<string> Run(bool write)
    {
        foreach (InstalledLink link in system.Links)
        {
            string place = tree.Locate(link);
            Take(place, Target.StateOf(place, link.Target), write);
        }

        foreach (InstalledFile file in system.Files)
        {
            string place = tree.Locate(file.Path);
            Take(place, State(place, file), write);
        }

        foreach (string folder in system.OwnFolders)
        {
            string place = tree.Locate(folder);
            if (write && Target.RemoveFolder(place)) output.Line(TerminalText.OneLine($"remove  {place}"));
        }

        if (!_found) output.Line("nothing to remove");
        return _left;
    }

    // Written by this file, or by one that was in the usual place.
    private TargetState State(string place, InstalledFile file)
    {
        TargetState state = Target.StateOf(place, EmbeddedFiles.Read(file.Source, agent), out _);
        return state == TargetState.Different ? Target.StateOf(place, EmbeddedFiles.Read(file.Source, EmbeddedFiles.UsualAgent), out _) : state;
    }

    private void Take(string place, TargetState state, bool write)
    {
        if (state == TargetState.Missing) return;
        _found = true;
        if (state != TargetState.Same)
        {
            _left.Add(place);
            output.Line(TerminalText.OneLine($"leave   {place}"));
            return;
        }

        output.Line(TerminalText.OneLine($"remove  {place}"));
        if (write) Target.Remove(place);
    }
}
