using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Waits for many files to be durable at once: one after the other each costs a flush of the disk, together they share one.</summary>
internal static class DurableBatch
{
    private const int MostThreads = 8;

    /// <summary>Waits until all of them are durable.</summary>
    /// <exception cref="StoreWriteException">One of them can't be.</exception>
    public static void Sync(IReadOnlyList<(int Number, string Path)> files)
    {
        int next = -1;
        StoreWriteException? problem = null;
        var threads = new List<Thread>();
        for (int i = 1; i < Math.Min(files.Count, MostThreads); i++)
        {
            var thread = new Thread(Work);
            if (!TryStart(thread)) break;
            threads.Add(thread);
        }

        Work();
        foreach (Thread thread in threads) thread.Join();
        if (problem != null) throw problem;

        void Work()
        {
            for (int at = Interlocked.Increment(ref next); at < files.Count; at = Interlocked.Increment(ref next))
            {
                if (LibC.fsync(files[at].Number) == 0) continue;
                Interlocked.CompareExchange(ref problem, new StoreWriteException(files[at].Path, LibC.errno), null);
            }
        }
    }

    // Where no more threads may be had it only takes longer.
    private static bool TryStart(Thread thread)
    {
        try
        {
            thread.Start();
            return true;
        }
        catch (Exception problem) when (problem is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }
}
