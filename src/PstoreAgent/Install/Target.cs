using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Install;

/// <summary>What is in one place of a root file system, and what is written there.</summary>
internal static unsafe class Target
{
    private const int LargestFile = 65536;

    /// <summary>Whether anything is there, a link that leads nowhere too.</summary>
    public static bool Exists(string place) => Status(place) != null;

    /// <summary>What is in a file's place, and whether it may be run by whom it should.</summary>
    public static TargetState StateOf(string place, ReadOnlySpan<byte> content, out int mode)
    {
        mode = 0;
        if (Status(place) is not { } status) return TargetState.Missing;
        if (!IsKind(status, (uint)LibC.S_IFREG)) return TargetState.Other;
        mode = (int)((uint)status.st_mode & 0xFFF);
        using FileDescriptor? file = FileDescriptor.OpenRegular(place, LibC.O_NOFOLLOW, out int errno);
        byte[]? found = file?.ReadToEnd(LargestFile, out errno);
        return found == null ? throw Failure(place, errno) : content.SequenceEqual(found) ? TargetState.Same : TargetState.Different;
    }

    /// <summary>What is in a link's place.</summary>
    public static TargetState StateOf(string place, string target)
    {
        if (Status(place) is not { } status) return TargetState.Missing;
        if (!IsKind(status, (uint)LibC.S_IFLNK)) return TargetState.Other;
        return SymbolicLink.Read(place) == target ? TargetState.Same : TargetState.Different;
    }

    public static void WriteFile(string place, ReadOnlySpan<byte> content, int mode, bool replace)
    {
        OutputDirectory folder = FolderOf(place);
        folder.Create();
        folder.Write(Path.GetFileName(place), content, null, replace, mode);
    }

    /// <summary>Makes a link in place of what is there: a new one takes the name over in one step.</summary>
    public static void WriteLink(string place, string target)
    {
        FolderOf(place).Create();
        string temporary = $"{Path.GetDirectoryName(place)}/.{Path.GetFileName(place)}.{Environment.ProcessId}.tmp";
        fixed (byte* from = FileDescriptor.PathBytes(temporary))
        fixed (byte* to = FileDescriptor.PathBytes(place))
        fixed (byte* words = FileDescriptor.PathBytes(target))
        {
            _ = LibC.unlink(from);
            if (LibC.symlink(words, from) != 0) throw WriteFailure(place, LibC.errno);
            if (MissingImports.Rename(from, to) == 0) return;
            int errno = LibC.errno;
            _ = LibC.unlink(from);
            throw WriteFailure(place, errno);
        }
    }

    public static void Remove(string place)
    {
        fixed (byte* name = FileDescriptor.PathBytes(place))
            if (LibC.unlink(name) != 0 && LibC.errno != LibC.ENOENT) throw WriteFailure(place, LibC.errno);
    }

    /// <summary>Removes a folder if it is one and empty. Whether it did.</summary>
    public static bool RemoveFolder(string place)
    {
        fixed (byte* name = FileDescriptor.PathBytes(place)) return LibC.rmdir(name) == 0;
    }

    private static OutputDirectory FolderOf(string place) => new(Path.GetDirectoryName(place)!);

    private static stat? Status(string place)
    {
        stat status;
        fixed (byte* name = FileDescriptor.PathBytes(place))
        {
            if (LibC.lstat(name, &status) == 0) return status;
        }

        int errno = LibC.errno;
        return errno == LibC.ENOENT || errno == LibC.ENOTDIR ? null : throw Failure(place, errno);
    }

    private static bool IsKind(stat status, uint kind) => ((uint)status.st_mode & (uint)LibC.S_IFMT) == kind;

    private static AgentException Failure(string place, int errno) => new(Errno.ExitCodeForReading(errno), $"{place}: {Errno.Text(errno)}");

    private static AgentException WriteFailure(string place, int errno) => new(Errno.ExitCodeForWriting(errno), $"{place}: {Errno.Text(errno)}{OutputDirectory.WayOut(errno)}");
}
