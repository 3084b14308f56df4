using Pstore.Records;
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
            else if (Content(path, out int problem) is not { } content) Unreadable.Add($"{entry.Name} ({Errno.Text(errno = problem)})");
            else if (FileRecord.Read(entry.Name, content, Time(path)) is { } record) records.Add(record);
        }

        if (entries != null && (records.Count > 0 || Unreadable.Count == 0)) return [.. records.OrderBy(record => record.Kind).ThenBy(record => record.Id)];
        failure = new AccessFailure(SourceKind.Pstore.Name(), AccessStep.Read, errno, 0, 0);
        return null;
    }

    private byte[]? Content(string path, out int errno)
    {
        // A pipe in a file's place must not hold the program up, and a link not lead it out of the folder.
        using FileDescriptor? file = FileDescriptor.Open(path, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_NOFOLLOW, 0, out errno);
        if (file == null) return null;
        if (!file.IsRegularFile())
        {
            errno = LibC.EINVAL;
            return null;
        }

        // The size of a trace's file is that of its entries, not of the text that is read.
        var content = new MemoryStream();
        byte[] chunk = new byte[64 * 1024];
        int count;
        while ((count = file.Read(chunk, -1, out errno)) > 0)
        {
            content.Write(chunk, 0, count);
            if (content.Length <= Math.Min(MostBytes, _left)) continue;
            errno = LibC.EFBIG;
            return null;
        }

        _left -= (int)content.Length;
        return count < 0 ? null : content.ToArray();
    }

    private static RecordTime Time(string path)
    {
        long ticks = File.GetLastWriteTimeUtc(path).Ticks - DateTime.UnixEpoch.Ticks;
        (long seconds, long rest) = (Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long left), left);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        return new RecordTime(seconds, (int)(rest * 100));
    }
}
