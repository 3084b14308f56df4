using System.Globalization;
using System.Text;

namespace PstoreAgent.Archive;

/// <summary>
/// One line of the index: "NAME size inodes flags digest,digest,…" for an entry, "-NAME" where it was removed.
/// The digests of the entry's records come first and in their order, those of their times behind them.
/// </summary>
/// <param name="Name">The entry.</param>
/// <param name="IsRemoval">Whether the line says that it was removed; then the rest is empty.</param>
/// <param name="Size">Bytes that the entry takes, in whole blocks.</param>
/// <param name="Inodes">Its files and folders.</param>
/// <param name="Flags">Words between commas, "-" where there are none: "crash", "time=SECONDS".</param>
/// <param name="Digests">The digests, between commas; "-" where there are none.</param>
internal sealed record IndexLine(string Name, bool IsRemoval, long Size, long Inodes, string Flags, string Digests)
{
    private const string Crash = "crash", Time = "time=", Nothing = "-";

    /// <summary>Whether the boot that the entry tells of ended in a crash.</summary>
    public bool IsCrash => Flags.Split(',').Contains(Crash);

    /// <summary>When it was collected, in seconds since 1970; null where the clock was not set.</summary>
    public long? CollectedAt
    {
        get
        {
            string? word = Flags.Split(',').FirstOrDefault(flag => flag.StartsWith(Time, StringComparison.Ordinal));
            return word != null && long.TryParse(word.AsSpan(Time.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : null;
        }
    }

    public static IndexLine Entry(string name, long size, long inodes, bool isCrash, long? collectedAt, IReadOnlyCollection<string> digests)
    {
        var flags = new List<string>();
        if (isCrash) flags.Add(Crash);
        if (collectedAt is { } seconds) flags.Add(string.Create(CultureInfo.InvariantCulture, $"{Time}{seconds}"));
        return new IndexLine(name, false, size, inodes, flags.Count == 0 ? Nothing : string.Join(',', flags), digests.Count == 0 ? Nothing : string.Join(',', digests));
    }

    public static IndexLine Removal(string name) => new(name, true, 0, 0, "", "");

    /// <summary>Reads a line without its line feed. Null when it is none.</summary>
    public static IndexLine? Parse(ReadOnlySpan<byte> line)
    {
        string text = Encoding.ASCII.GetString(line);
        if (text.StartsWith('-')) return EntryName.TryParse(text.AsSpan(1), out _) ? Removal(text[1..]) : null;
        string[] words = text.Split(' ');
        return words.Length == 5 && EntryName.TryParse(words[0], out _)
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long inodes)
            ? new IndexLine(words[0], false, size, inodes, words[3], words[4])
            : null;
    }

    public override string ToString() => IsRemoval ? $"-{Name}" : string.Create(CultureInfo.InvariantCulture, $"{Name} {Size} {Inodes} {Flags} {Digests}");
}
