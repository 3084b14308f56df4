namespace PstoreAgent.Discovery;

/// <summary>The parameters of one module on a kernel command line; of one given twice the last counts.</summary>
internal abstract class ModuleArguments
{
    private readonly Dictionary<string, string?> _values = [];

    /// <param name="prefix">The module's name and a dot.</param>
    /// <param name="words">The words of the line.</param>
    protected ModuleArguments(string prefix, IEnumerable<KeyValuePair<string, string?>> words)
    {
        foreach ((string name, string? value) in words)
        {
            string canonical = KernelCommandLine.Canonical(name);
            if (canonical.StartsWith(prefix, StringComparison.Ordinal)) _values[canonical[prefix.Length..]] = value;
        }
    }

    public bool Any => _values.Count > 0;

    /// <summary>Values that the kernel refuses, as written; it goes on with the default then.</summary>
    public List<string> Refused { get; } = [];

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>Whether a parameter is given, with a value or without.</summary>
    protected bool TryGet(string name, out string? text) => _values.TryGetValue(name, out text);
}
