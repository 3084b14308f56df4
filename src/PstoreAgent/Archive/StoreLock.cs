using System.Diagnostics;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>One process at a time works on a store. The kernel gives the lock back when its holder ends, however that is.</summary>
internal static class StoreLock
{
    private const int Exclusive = 2, DontWait = 4; // LOCK_EX, LOCK_NB
    private const int PauseMilliseconds = 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_quiet = TimeSpan.FromSeconds(1);

    /// <summary>Takes the lock, which lasts until the descriptor is closed.</summary>
    public static FileDescriptor Take(FolderDescriptor folder, string path)
    {
        // For reading only: a lock that is there can be taken on a file system that is read-only too.
        FileDescriptor file = folder.OpenFile(StoreNames.Lock, LibC.O_RDONLY | LibC.O_CREAT | LibC.O_NONBLOCK, StoreNames.FileMode, out int errno)
            ?? throw (errno == LibC.ELOOP ? Link(path) : StoreFailure.Of($"{path}/{StoreNames.Lock}", errno));
        try
        {
            Wait(file, path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Wait(FileDescriptor file, string path)
    {
        long start = Stopwatch.GetTimestamp();
        bool said = false;
        while (MissingImports.Lock(file.Number, Exclusive | DontWait) != 0)
        {
            int errno = LibC.errno;
            if (errno != LibC.EAGAIN && errno != LibC.EINTR) throw StoreFailure.Of($"{path}/{StoreNames.Lock}", errno);
            TimeSpan waited = Stopwatch.GetElapsedTime(start);
            if (waited > s_patience)
                throw new AgentException(ExitCode.InputOutput, $"{path}: another run has been working on it for {s_patience.TotalSeconds:0} seconds; nothing was done; run it again when that one has ended");
            if (waited > s_quiet && !said)
            {
                Log.Warning($"waiting for another run that works on {path}");
                said = true;
            }

            Thread.Sleep(PauseMilliseconds);
        }
    }

    private static AgentException Link(string path) =>
        new(ExitCode.CannotCreate, $"{path}/{StoreNames.Lock}: is a symbolic link, and links are not followed: remove it");
}
