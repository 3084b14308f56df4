using System.Text;
using Pstore.Records;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>
/// Makes an entry under a name of its own, from where it is renamed once all of it is durable. The writing of every
/// file is started at once and waited for at the end, all together.
/// </summary>
internal sealed class EntryWriter : IDisposable
{
    private const int MostOpen = 128;
    private const uint StartWriting = 2; // SYNC_FILE_RANGE_WRITE

    private readonly string _path;
    private readonly FolderDescriptor _folder;
    private readonly List<(FileDescriptor File, string Path)> _open = [];
    private readonly List<WrittenFile> _files = [];
    private FolderDescriptor? _extra;

    private EntryWriter(FolderDescriptor folder, string path)
    {
        _folder = folder;
        _path = path;
    }

    /// <summary>Bytes that the entry takes, in whole blocks, folders too.</summary>
    public long Size => _files.Sum(file => EntrySize.OfFile(file.Size)) + (Folders * EntrySize.OfFolder);

    /// <summary>Files and folders.</summary>
    public long Inodes => _files.Count + Folders;

    private int Folders => _extra == null ? 1 : 2;

    /// <summary>Begins an entry in an open store, which has none in the making.</summary>
    public static EntryWriter Begin(FolderDescriptor store, string path)
    {
        int errno = store.MakeFolder(StoreNames.NewEntry, StoreNames.FolderMode);
        FolderDescriptor? folder = errno == 0 ? store.OpenFolder(StoreNames.NewEntry, out errno) : null;
        return folder == null ? throw new StoreWriteException(path, errno) : new EntryWriter(folder, path);
    }

    /// <summary>Whether there is a file of this name already.</summary>
    public bool Has(string name) => _files.Any(file => file.Name == name);

    public WrittenFile Write(string name, ReadOnlySpan<byte> content, RecordTime? time = null)
    {
        StoreStream stream = Open(name, out FileDescriptor file);
        stream.Write(content);
        return Close(name, file, stream, time);
    }

    /// <summary>Writes a file piece by piece.</summary>
    public WrittenFile Write(string name, Action<Stream> body)
    {
        StoreStream stream = Open(name, out FileDescriptor file);
        body(stream);
        return Close(name, file, stream, null);
    }

    /// <summary>Writes the sums of all files. Nothing is to be written behind that.</summary>
    public void Seal()
    {
        var sums = new StringBuilder();
        foreach (WrittenFile file in _files) sums.Append($"{file.Sha256}  {file.Name}\n");
        Write(StoreNames.Sums, Encoding.UTF8.GetBytes(sums.ToString()));
    }

    /// <summary>Waits until all of it is durable, and others with it.</summary>
    public void Sync(params ReadOnlySpan<(int Number, string Path)> others)
    {
        List<(int, string)> all = [.. _open.Select(open => (open.File.Number, open.Path)), (_folder.Number, _path), .. others];
        if (_extra != null) all.Add((_extra.Number, $"{_path}/{StoreNames.Extra}"));
        DurableBatch.Sync(all);
    }

    public void Dispose()
    {
        foreach ((FileDescriptor file, _) in _open) file.Dispose();
        _open.Clear();
        _extra?.Dispose();
        _folder.Dispose();
    }

    private StoreStream Open(string name, out FileDescriptor file)
    {
        if (_open.Count == MostOpen) SyncFiles();
        (FolderDescriptor folder, string own) = Place(name);
        string path = $"{_path}/{name}";
        file = folder.OpenFile(own, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL, StoreNames.FileMode, out int errno) ?? throw new StoreWriteException(path, errno);
        _open.Add((file, path));
        return new StoreStream(file, path);
    }

    private WrittenFile Close(string name, FileDescriptor file, StoreStream stream, RecordTime? time)
    {
        if (time is { } known) file.SetModificationTime(known);
        _ = MissingImports.SyncRange(file.Number, 0, 0, StartWriting);
        var written = new WrittenFile(name, stream.Length, stream.Digest());
        _files.Add(written);
        return written;
    }

    private (FolderDescriptor Folder, string Name) Place(string name)
    {
        const string prefix = StoreNames.Extra + "/";
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return (_folder, name);
        int errno = 0;
        if (_extra == null) errno = _folder.MakeFolder(StoreNames.Extra, StoreNames.FolderMode);
        if (errno == 0) _extra ??= _folder.OpenFolder(StoreNames.Extra, out errno);
        return _extra == null ? throw new StoreWriteException($"{_path}/{StoreNames.Extra}", errno) : (_extra, name[prefix.Length..]);
    }

    private void SyncFiles()
    {
        DurableBatch.Sync([.. _open.Select(open => (open.File.Number, open.Path))]);
        foreach ((FileDescriptor file, _) in _open) file.Dispose();
        _open.Clear();
    }
}
