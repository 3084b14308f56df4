using Pstore.Records;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Output;

/// <summary>Writes files so that there is either the whole file or none: to a temporary name, flushed, then renamed.</summary>
internal sealed unsafe class OutputDirectory(string path)
{
    private const int FileMode = 0x1A4;      // rw-r--r--
    private const int DirectoryMode = 0x1ED; // rwxr-xr-x

    public string Path { get; } = path;

    /// <summary>Makes the directory and its parents.</summary>
    public void Create()
    {
        string full = FullPath();
        for (int at = 1; at <= full.Length; at++)
        {
            if (at < full.Length && full[at] != '/') continue;
            string part = full[..at];
            fixed (byte* name = FileDescriptor.PathBytes(part))
            {
                if (LibC.mkdir(name, (mode_t)DirectoryMode) == 0) continue;
                int errno = LibC.errno;
                if (errno != LibC.EEXIST && errno != LibC.EISDIR && !(Directory.Exists(part))) throw Failure(part, errno);
            }
        }

        if (!Directory.Exists(full)) throw new AgentException(ExitCode.CannotCreate, $"{Path}: is a file, not a directory");
    }

    private string FullPath()
    {
        try
        {
            return System.IO.Path.GetFullPath(Path);
        }
        catch (IOException)
        {
            throw new AgentException(ExitCode.CannotCreate, $"{Path}: the working directory is gone: change to another, or name a full path");
        }
    }

    /// <summary>Whether something of this name is there already, links included.</summary>
    private bool Has(string name)
    {
        var info = new FileInfo(Join(name));
        return info.Exists || info.LinkTarget != null || Directory.Exists(info.FullName);
    }

    /// <summary>Fails when something of this name is there already.</summary>
    public void RefuseTaken(string name)
    {
        if (Has(name)) throw Taken(Join(name));
    }

    /// <summary>Writes one file. An existing one is replaced only when <paramref name="replace"/> says so. Without a mode it gets what the umask leaves of rw-r--r--.</summary>
    public void Write(string name, ReadOnlySpan<byte> content, RecordTime? time, bool replace, int? mode = null)
    {
        string target = Join(name);
        FileDescriptor file = TemporaryFile.Create(target, FileMode, out string temporary, out int refused) ?? throw Failure(target, refused);
        bool done = false;
        try
        {
            using (file)
            {
                int errno = file.Write(content);
                if (errno == 0 && time is { } known) file.SetModificationTime(known);
                if (errno == 0 && mode is { } bits && LibC.fchmod(file.Number, (mode_t)(uint)bits) != 0) errno = LibC.errno;
                if (errno == 0 && LibC.fsync(file.Number) != 0) errno = LibC.errno;
                if (errno != 0) throw Failure(target, errno);
            }

            Place(temporary, target, replace);
            done = true;
        }
        finally
        {
            if (!done) Unlink(temporary);
        }
    }

    /// <summary>A hard link fails where the name is taken, which a rename would replace.</summary>
    private static void Place(string temporary, string target, bool replace)
    {
        fixed (byte* from = FileDescriptor.PathBytes(temporary))
        fixed (byte* to = FileDescriptor.PathBytes(target))
        {
            if (!replace && LibC.link(from, to) == 0)
            {
                _ = LibC.unlink(from);
                return;
            }

            int errno = replace ? 0 : LibC.errno;
            if (errno == LibC.EEXIST) throw Taken(target);

            // A device or a link in the file's place is not there to be replaced.
            if (replace && TemporaryFile.IsOther(target)) throw new AgentException(ExitCode.CannotCreate, $"{target}: is no plain file and is left alone; name another one");

            // Some file systems (FAT) have no links: what is there was looked at before.
            if (MissingImports.Rename(from, to) != 0) throw Failure(target, LibC.errno);
        }
    }

    /// <summary>Removes a file of this directory, if it is there.</summary>
    public void Remove(string name) => Unlink(Join(name));

    private static void Unlink(string path)
    {
        fixed (byte* bytes = FileDescriptor.PathBytes(path)) _ = LibC.unlink(bytes);
    }

    private string Join(string name) => System.IO.Path.Combine(Path, name);

    private static AgentException Taken(string path) => new(ExitCode.CannotCreate, $"{path}: File exists; use --force to overwrite");

    private static AgentException Failure(string name, int errno) => new(Errno.ExitCodeForWriting(errno), $"{name}: {Errno.Text(errno)}{WayOut(errno)}");

    /// <summary>What to do where a file system can't be written.</summary>
    public static string WayOut(int errno) => errno == LibC.EROFS ? "; remount it for writing (mount -o remount,rw), or name a place on another" : "";
}
