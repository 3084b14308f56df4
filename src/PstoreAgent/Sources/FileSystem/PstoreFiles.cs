using Pstore.Records;
using Pstore.Recovery;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.FileSystem;

/// <summary>Reads the records out of a mounted pstore file system. Nothing is unlinked.</summary>
internal static class PstoreFiles
{
    private const int MostFiles = 4096;
    private const int MostBytes = 64 << 20;

    /// <summary>The records in the order of their names. Files of other record types are passed over.</summary>
    public static List<RecoveredRecord> Read(string directory, List<string> passedOver)
    {
        var records = new List<RecoveredRecord>();
        foreach (string path in Directory.EnumerateFiles(directory).Take(MostFiles).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            if (!PstoreFileName.TryParse(name, out _) || Content(path) is not { } content) passedOver.Add(name);
            else if (FileRecord.Read(name, content, Time(path)) is { } record) records.Add(record);
        }

        return [.. records.OrderBy(record => record.Kind).ThenBy(record => record.Id)];
    }

    private static byte[]? Content(string path)
    {
        using FileDescriptor? file = FileDescriptor.Open(path, LibC.O_RDONLY, 0, out _);
        if (file == null) return null;

        // The size of a trace's file is that of its entries, not of the text that is read.
        var content = new MemoryStream();
        byte[] chunk = new byte[64 * 1024];
        int count;
        while (content.Length < MostBytes && (count = file.Read(chunk, -1, out _)) > 0) content.Write(chunk, 0, count);
        return content.ToArray();
    }

    private static RecordTime Time(string path)
    {
        long ticks = File.GetLastWriteTimeUtc(path).Ticks - DateTime.UnixEpoch.Ticks;
        (long seconds, long rest) = (Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long left), left);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        return new RecordTime(seconds, (int)(rest * 100));
    }
}
