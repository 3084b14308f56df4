using Pstore.Recovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.FileSystem;

/// <summary>Reads the records out of a mounted pstore file system. Nothing is unlinked.</summary>
internal sealed class PstoreFiles
{
    private const int MostFiles = 4096;

    // A record is as large as its zone at most, and all of them as the region. A folder in the place of a mount may hold anything.
    private const int MostBytes = 16 << 20, MostBytesOfAll = 32 << 20;

    private int _left = MostBytesOfAll;

    /// <summary>Names of files that are no records that this program knows.</summary>
    public List<string> PassedOver { get; } = [];

    /// <summary>Files that could not be read, with the reason.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>The records by kind and number. Null, with what went wrong, where the folder, or every record in it, can't be read.</summary>
    public List<RecoveredRecord>? Read(string directory, out AccessFailure? failure)
    {
        failure = null;
        List<DirectoryEntry>? entries = DirectoryListing.Read(directory, MostFiles, out int errno);
        var records = new List<RecoveredRecord>();
        foreach (DirectoryEntry entry in entries?.OrderBy(entry => entry.Name, StringComparer.Ordinal) ?? Enumerable.Empty<DirectoryEntry>())
        {
            string path = Path.Combine(directory, entry.Name);
            if (!PstoreFileName.TryParse(entry.Name, out _)) PassedOver.Add(entry.Name);
            else if (Record(path, entry.Name, out int problem) is { } record) records.Add(record);
            else Unreadable.Add($"{entry.Name} ({Errno.Text(errno = problem)})");
        }

        if (entries != null && (records.Count > 0 || Unreadable.Count == 0)) return [.. records.OrderBy(record => record.Kind).ThenBy(record => record.Id)];
        failure = new AccessFailure(SourceKind.Pstore.Name(), AccessStep.Read, errno, 0, 0);
        return null;
    }

    private RecoveredRecord? Record(string path, string name, out int errno)
    {
        // A link must not lead out of the folder.
        using FileDescriptor? file = FileDescriptor.OpenRegular(path, LibC.O_NOFOLLOW, out errno);
        int limit = Math.Min(MostBytes, _left);
        if (file?.ReadToEnd(limit + 1, out errno) is not { } content) return null;
        if (content.Length > limit)
        {
            errno = LibC.EFBIG;
            return null;
        }

        _left -= content.Length;
        return FileRecord.Read(name, content, file.ModificationTime());
    }
}
