namespace PstoreAgent.Discovery.Block;

/// <summary>The pstore_blk.* parameters of a kernel command line; of one given twice the last counts.</summary>
internal sealed class BlkArguments
{
    public const string Prefix = "pstore_blk.";

    private readonly Dictionary<string, string?> _values = [];

    public BlkArguments(IEnumerable<KeyValuePair<string, string?>> words)
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

    /// <summary>A number with a sign and without a suffix (param_set_long); null where there is none that the kernel takes.</summary>
    public long? Long(string name)
    {
        if (!_values.TryGetValue(name, out string? text)) return null;
        bool negative = text?.StartsWith('-') == true;
        if (KernelNumber.TryParameter(negative ? text.AsSpan(1) : text, out ulong value) && value <= long.MaxValue) return negative ? -(long)value : (long)value;
        Refuse(name, text);
        return null;
    }

    /// <summary>A switch, which is on without a value too (kstrtobool); false where it is not given.</summary>
    public bool Switch(string name)
    {
        if (!_values.TryGetValue(name, out string? text)) return false;
        switch (text)
        {
            case null or ['y' or 'Y' or 't' or 'T' or '1', ..] or ['o' or 'O', 'n' or 'N', ..]:
                return true;
            case ['n' or 'N' or 'f' or 'F' or '0', ..] or ['o' or 'O', 'f' or 'F', ..]:
                return false;
            default:
                Refuse(name, text);
                return false;
        }
    }

    private void Refuse(string name, string? text)
    {
        string word = text == null ? Prefix + name : $"{Prefix}{name}={text}";
        if (!Refused.Contains(word)) Refused.Add(word);
    }
}
