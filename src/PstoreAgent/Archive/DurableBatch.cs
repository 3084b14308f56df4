using System.Runtime.InteropServices;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Waits for many files to be durable at once: one after the other each costs a flush of the disk, together they share one.</summary>
internal static unsafe class DurableBatch
{
    // More do not make it faster: the first ones wait for one commit of the journal, and leave nothing to the others.
    private const int MostThreads = 4;

    /// <summary>Waits until all of them are durable.</summary>
    /// <exception cref="StoreWriteException">One of them can't be.</exception>
    public static void Sync(IReadOnlyList<(int Number, string Path)> files)
    {
        int* numbers = stackalloc int[files.Count];
        for (int i = 0; i < files.Count; i++) numbers[i] = files[i].Number;
        var work = new Work { Files = numbers, Count = files.Count, Failed = -1 };
        nuint* threads = stackalloc nuint[MostThreads];
        int started = 0;

        // Managed threads are waited for until they run, which takes long on a busy machine. Where no more may be had it only takes longer.
        while (started < MostThreads - 1 && started < files.Count - 1 && MissingImports.CreateThread(&threads[started], null, &Run, &work) == 0) started++;
        work.Go();
        for (int i = 0; i < started; i++) _ = MissingImports.JoinThread(threads[i], null);
        if (work.Failed >= 0) throw new StoreWriteException(files[work.Failed].Path, work.Errno);
    }

    [UnmanagedCallersOnly]
    private static void* Run(void* work)
    {
        ((Work*)work)->Go();
        return null;
    }

    /// <summary>What the threads share.</summary>
    private struct Work
    {
        public int* Files;
        public int Count, Failed, Errno;
        private int _taken;

        public void Go()
        {
            int at;
            while ((at = Interlocked.Increment(ref _taken) - 1) < Count)
            {
                if (LibC.fsync(Files[at]) == 0) continue;
                int errno = LibC.errno;
                if (Interlocked.CompareExchange(ref Failed, at, -1) == -1) Errno = errno;
            }
        }
    }
}
