namespace PstoreAgent.Discovery;

/// <summary>The ramoops.* parameters of a kernel command line; of one given twice the last counts.</summary>
internal sealed class RamoopsArguments
{
    private const string Prefix = "ramoops.";

    private readonly Dictionary<string, string?> _values = [];

    public RamoopsArguments(IEnumerable<KeyValuePair<string, string?>> words)
    {
        foreach ((string name, string? value) in words)
        {
            string canonical = KernelCommandLine.Canonical(name);
            if (canonical.StartsWith(Prefix, StringComparison.Ordinal)) _values[canonical[Prefix.Length..]] = value;
        }
    }

    public bool Any => _values.Count > 0;

    /// <summary>Values that the kernel refuses, as written; it goes on with the default then.</summary>
    public List<string> Refused { get; } = [];

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>An address or a size: no suffix is allowed (param_set_ulong).</summary>
    public ulong Number(string name, ulong byDefault)
    {
        if (!_values.TryGetValue(name, out string? text)) return byDefault;
        if (KernelNumber.TryParameter(text, out ulong value)) return value;
        Refuse(name, text);
        return byDefault;
    }

    public long Size(string name, long byDefault)
    {
        ulong value = Number(name, (ulong)byDefault);
        if (value <= long.MaxValue) return (long)value;
        Refuse(name, _values[name]);
        return byDefault;
    }

    public int Int(string name)
    {
        if (!_values.TryGetValue(name, out string? text)) return 0;
        if (KernelNumber.TryInt(text, out int value)) return value;
        Refuse(name, text);
        return 0;
    }

    private void Refuse(string name, string? text) => Refused.Add($"{Prefix}{name}={text}");
}
