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
    private const string CrashFlag = "crash", TimeFlag = "time=", Nothing = "-";

    /// <summary>The flag of a crash.</summary>
    public static ReadOnlySpan<byte> Crash => "crash"u8;

    /// <summary>What stands before the seconds.</summary>
    public static ReadOnlySpan<byte> Time => "time="u8;

    /// <summary>Whether the boot that the entry tells of ended in a crash.</summary>
    public bool IsCrash => Flags.Split(',').Contains(CrashFlag);

    public static IndexLine Entry(string name, long size, long inodes, bool isCrash, long? collectedAt, IReadOnlyCollection<string> digests)
    {
        var flags = new List<string>();
        if (isCrash) flags.Add(CrashFlag);
        if (collectedAt is { } seconds) flags.Add(string.Create(CultureInfo.InvariantCulture, $"{TimeFlag}{seconds}"));
        return new IndexLine(name, false, size, inodes, flags.Count == 0 ? Nothing : string.Join(',', flags), digests.Count == 0 ? Nothing : string.Join(',', digests));
    }

    public static IndexLine Removal(string name) => new(name, true, 0, 0, "", "");

    /// <summary>Reads a line without its line feed. Null when it is none.</summary>
    public static IndexLine? Parse(ReadOnlySpan<byte> line) => IndexLineView.TryParse(line, out IndexLineView view) ? Of(view) : null;

    /// <summary>A copy.</summary>
    public static IndexLine Of(IndexLineView view) =>
        new(Encoding.ASCII.GetString(view.Name), view.IsRemoval, view.Size, view.Inodes, Encoding.ASCII.GetString(view.Flags), Encoding.ASCII.GetString(view.Digests));

    public override string ToString() => IsRemoval ? $"-{Name}" : string.Create(CultureInfo.InvariantCulture, $"{Name} {Size} {Inodes} {Flags} {Digests}");
}
