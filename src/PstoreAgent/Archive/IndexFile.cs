using System.Text;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>The index on disk. A line counts once its line feed is there: what a killed run left of one is cut off.</summary>
internal sealed class IndexFile(FolderDescriptor folder, string path)
{
    // Some hundred thousand entries.
    private const int MostBytes = 64 << 20;

    private const int Piece = 64 << 10;

    private readonly string _path = $"{path}/{StoreNames.Index}";

    /// <summary>Reads it. Null when it is missing, or can't be what was written.</summary>
    public StoreIndex? Read()
    {
        using FileDescriptor? file = folder.OpenFile(StoreNames.Index, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out int errno);
        if (file == null)
        {
            if (errno == LibC.ELOOP) throw new AgentException(ExitCode.CannotCreate, $"{_path}: is a symbolic link, and links are not followed: remove it");
            return errno == LibC.ENOENT ? null : throw StoreFailure.Of(_path, errno);
        }

        if (ReadAll(file, out errno) is not { } text) throw StoreFailure.Of(_path, errno);
        int whole = text.Span.LastIndexOf((byte)'\n') + 1;
        var index = new StoreIndex(text[..whole]);
        if (text.Length == 0 || !index.IsPlausible) return null;
        if (whole < text.Length) Cut(whole);
        return index;
    }

    /// <summary>Adds a line, durably. On failure the index is as it was.</summary>
    public StoreIndex Append(StoreIndex index, IndexLine line) => Append(index, line, static (file, path) => DurableBatch.Sync([(file, path)]));

    /// <summary>Adds a line. On failure the index is as it was.</summary>
    /// <param name="index">What it holds.</param>
    /// <param name="line">The line.</param>
    /// <param name="sync">Waits until the file of this descriptor and path is durable.</param>
    /// <exception cref="StoreWriteException">It can't be written.</exception>
    public StoreIndex Append(StoreIndex index, IndexLine line, Action<int, string> sync)
    {
        using FileDescriptor? file = folder.OpenFile(StoreNames.Index, LibC.O_WRONLY | LibC.O_APPEND | LibC.O_CREAT | LibC.O_NONBLOCK, StoreNames.FileMode, out int errno);
        if (file == null) throw new StoreWriteException(_path, errno);
        try
        {
            errno = file.Write(Encoding.ASCII.GetBytes(line + "\n"));
            if (errno != 0) throw new StoreWriteException(_path, errno);
            sync(file.Number, _path);
            return index.With(line);
        }
        catch (StoreWriteException)
        {
            Restore(index);
            throw;
        }
    }

    /// <summary>Takes back what was added behind <paramref name="index"/>, as far as that can be.</summary>
    public void Restore(StoreIndex index)
    {
        if (index.Length == 0) _ = folder.Unlink(StoreNames.Index);
        else Cut(index.Length);
    }

    /// <summary>Puts another index in its place, whole or not at all.</summary>
    public void Replace(StoreIndex index)
    {
        int errno;
        using (FileDescriptor? file = folder.OpenFile(StoreNames.NewIndex, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_TRUNC | LibC.O_NONBLOCK, StoreNames.FileMode, out errno))
        {
            if (file != null) errno = file.Write(index.Text.Span);
            if (errno == 0) errno = file!.Write(index.Added.Span);
            if (errno == 0) errno = file!.Sync();
        }

        if (errno == 0) errno = folder.Rename(StoreNames.NewIndex, StoreNames.Index);
        if (errno == 0) errno = folder.Sync();
        if (errno == 0) return;
        _ = folder.Unlink(StoreNames.NewIndex);
        throw StoreFailure.Of(_path, errno);
    }

    private static ReadOnlyMemory<byte>? ReadAll(FileDescriptor file, out int errno)
    {
        int size = (int)Math.Clamp(file.SeekEnd(), 0, MostBytes);
        errno = 0;
        if (size > Piece && Map(file, size) is { } mapped) return mapped;
        byte[] text = new byte[size];
        int length = 0, count;
        while (length < size && (count = file.Read(text.AsSpan(length), length, out errno)) > 0) length += count;
        return errno != 0 ? null : text.AsMemory(0, length);
    }

    /// <summary>A long file: to have memory for it would take longer than all the rest. It is mapped once all of it was seen to be readable. Null where it is not.</summary>
    private static ReadOnlyMemory<byte>? Map(FileDescriptor file, int size)
    {
        byte[] piece = new byte[Piece];
        int count;
        for (int at = 0; at < size; at += count)
        {
            count = file.Read(piece, at, out _);
            if (count <= 0) return null;
        }

        return FileMapping.Of(file, size)?.Memory;
    }

    private void Cut(int length)
    {
        using FileDescriptor? file = folder.OpenFile(StoreNames.Index, LibC.O_WRONLY | LibC.O_NONBLOCK, 0, out _);
        if (file == null) return;
        _ = MissingImports.Truncate(file.Number, length);
        _ = LibC.fsync(file.Number);
    }
}
