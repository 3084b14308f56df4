using Pstore;
using Pstore.Ram.Probe;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Images;

/// <summary>Finds a region inside a large memory dump, without keeping more of it than one chunk.</summary>
internal static class RegionFinder
{
    /// <summary>
    /// The window that begins at the first zone header: a lone header is passed over where a later place has more.
    /// Without any header the window is the first page, which decodes to nothing.
    /// </summary>
    public static (long Start, long Length) Find(FileDescriptor file, string name, long from, long end)
    {
        const int overlap = Limits.ZoneHeaderSize - 1;
        byte[] chunk = new byte[AgentLimits.Chunk + overlap];
        long start = -1, best = -1;
        int headers = 0, most = 0;
        for (long at = from; at < end; at += AgentLimits.Chunk)
        {
            int count = file.Read(chunk, at, out int errno);
            if (count < 0) throw new AgentException(Errno.ExitCodeForReading(errno), $"{name}: reading at byte {at}: {Errno.Text(errno)}");
            if (count == 0) break;
            ReadOnlySpan<byte> bytes = chunk.AsSpan(0, count);
            if (bytes.IndexOfAnyExcept((byte)0) < 0) continue;
            foreach (long offset in HeaderOffsets(bytes))
            {
                if (start < 0 || at + offset - start > AgentLimits.LargeImage)
                {
                    start = at + offset;
                    headers = 0;
                }

                if (++headers <= most) continue;
                most = headers;
                best = start;
            }
        }

        if (best < 0)
        {
            Log.Warning($"{name}: no zone header in {end - from} bytes; name the region's place with --offset and --mem-size if you know it");
            return (from, 4096);
        }

        Log.Warning($"{name}: {end - from} bytes are taken for a memory dump; the region found at byte {best} is read (--offset and --mem-size name another)");
        return (best, Math.Min(AgentLimits.LargeImage, end - best));
    }

    /// <summary>Headers of the base signature in either byte order. Counters are judged against the largest region, not against the chunk.</summary>
    private static List<long> HeaderOffsets(ReadOnlySpan<byte> bytes)
    {
        var offsets = new List<long>();
        foreach (bool bigEndian in (bool[])[false, true])
        {
            foreach (int offset in HeaderScan.FindSignatures(bytes, bigEndian, AgentLimits.LargeImage))
                if (offset < AgentLimits.Chunk) offsets.Add(offset);
        }

        offsets.Sort();
        return offsets;
    }
}
