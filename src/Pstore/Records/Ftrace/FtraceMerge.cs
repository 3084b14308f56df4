namespace Pstore.Records;

/// <summary>
/// Joins the traces of several CPUs as the kernel does (ftrace_log_combine, pstore_ftrace_combine_log):
/// a merge, not a sort, one zone after the other into what was merged so far.
/// </summary>
public static class FtraceMerge
{
    /// <summary>Merges unrolled logs, given in the order of their CPUs. Part of an entry at the front of a log is dropped.</summary>
    public static byte[] Merge(IReadOnlyList<ReadOnlyMemory<byte>> logs, in FtraceFormat format)
    {
        byte[] merged = [];
        foreach (ReadOnlyMemory<byte> log in logs) merged = Merge(merged, log.Span, format);
        return merged;
    }

    private static byte[] Merge(ReadOnlySpan<byte> merged, ReadOnlySpan<byte> log, in FtraceFormat format)
    {
        int size = format.EntrySize;
        log = log[(log.Length % size)..];
        byte[] result = new byte[merged.Length + log.Length];
        Span<byte> output = result;
        while (merged.Length > 0 && log.Length > 0)
        {
            // Of equal counters the newer zone's goes first.
            bool older = FtraceReader.Read(merged, format).Timestamp < FtraceReader.Read(log, format).Timestamp;
            ReadOnlySpan<byte> entry = older ? merged[..size] : log[..size];
            entry.CopyTo(output);
            output = output[size..];
            if (older) merged = merged[size..];
            else log = log[size..];
        }

        merged.CopyTo(output);
        log.CopyTo(output[merged.Length..]);
        return result;
    }
}
