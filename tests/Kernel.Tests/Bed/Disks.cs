using System.Formats.Tar;
using System.Text;

namespace Kernel.Tests.Bed;

/// <summary>The board's two raw disks: a tar of what it gets, and one of what each start of it left.</summary>
internal static class Disks
{
    // As cross/bed/init has them.
    private const int FirstStage = 1 << 20, StageSize = 8 << 20, Stages = 16;

    public static void WriteFiles(string disk, Boot boot)
    {
        using FileStream file = File.Create(disk);
        using var tar = new TarWriter(file, TarEntryFormat.Ustar);
        Add(tar, "run", Encoding.UTF8.GetBytes(boot.Script + "\n"));
        foreach ((string name, byte[] content) in boot.Files) Add(tar, name, content);
    }

    public static List<IReadOnlyDictionary<string, byte[]>> ReadStages(string disk)
    {
        List<IReadOnlyDictionary<string, byte[]>> stages = [];
        using FileStream file = File.OpenRead(disk);
        for (int stage = 0; stage < Stages; stage++)
        {
            file.Position = FirstStage + ((long)stage * StageSize);
            byte[] content = new byte[StageSize];
            file.ReadExactly(content);
            if (!content.AsSpan().ContainsAnyExcept((byte)0)) break;
            stages.Add(ReadTar(content));
        }

        return stages;
    }

    private static void Add(TarWriter tar, string name, byte[] content)
    {
        var entry = new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };
        entry.Mode |= UnixFileMode.UserExecute;
        tar.WriteEntry(entry);
    }

    /// <summary>The files of a tar archive.</summary>
    public static Dictionary<string, byte[]> ReadTar(byte[] content)
    {
        Dictionary<string, byte[]> files = [];
        using var tar = new TarReader(new MemoryStream(content));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            var data = new MemoryStream();
            entry.DataStream?.CopyTo(data);
            files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = data.ToArray();
        }

        return files;
    }
}
