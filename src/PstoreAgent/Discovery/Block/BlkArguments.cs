namespace PstoreAgent.Discovery.Block;

/// <summary>The pstore_blk.* parameters of a kernel command line; of one given twice the last counts.</summary>
internal sealed class BlkArguments(IEnumerable<KeyValuePair<string, string?>> words) : ModuleArguments(BlkArguments.Prefix, words)
{
    public const string Prefix = "pstore_blk.";

    /// <summary>A number with a sign and without a suffix (param_set_long); null where there is none that the kernel takes.</summary>
    public long? Long(string name)
    {
        if (!TryGet(name, out string? text)) return null;
        bool negative = text?.StartsWith('-') == true;
        if (KernelNumber.TryParameter(negative ? text.AsSpan(1) : text, out ulong value) && value <= long.MaxValue) return negative ? -(long)value : (long)value;
        Refuse(name, text);
        return null;
    }

    /// <summary>A switch, which is on without a value too (kstrtobool); false where it is not given.</summary>
    public bool Switch(string name)
    {
        if (!TryGet(name, out string? text)) return false;
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
