namespace PstoreAgent.Discovery;

/// <summary>The ramoops.* parameters of a kernel command line; of one given twice the last counts.</summary>
internal sealed class RamoopsArguments(IEnumerable<KeyValuePair<string, string?>> words) : ModuleArguments(RamoopsArguments.Prefix, words)
{
    private const string Prefix = "ramoops.";

    /// <summary>An address or a size: no suffix is allowed (param_set_ulong).</summary>
    public ulong Number(string name, ulong byDefault)
    {
        if (!TryGet(name, out string? text)) return byDefault;
        if (KernelNumber.TryParameter(text, out ulong value)) return value;
        Refuse(name, text);
        return byDefault;
    }

    public long Size(string name, long byDefault)
    {
        ulong value = Number(name, (ulong)byDefault);
        if (value <= long.MaxValue) return (long)value;
        Refuse(name, Text(name));
        return byDefault;
    }

    public int Int(string name)
    {
        if (!TryGet(name, out string? text)) return 0;
        if (KernelNumber.TryInt(text, out int value)) return value;
        Refuse(name, text);
        return 0;
    }

    private void Refuse(string name, string? text) => Refused.Add($"{Prefix}{name}={text}");
}
