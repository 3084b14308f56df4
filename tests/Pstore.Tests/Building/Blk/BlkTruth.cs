namespace Pstore.Tests.Building.Blk;

/// <summary>The files that the next boot's kernel must show of a store.</summary>
public static class BlkTruth
{
    /// <summary>Name and content, in the kernel's order. A packed dump is as if it could be unpacked.</summary>
    public static List<(string Name, byte[] Content)> Files(BlkBuilder store)
    {
        var files = new List<(string, byte[])>();
        foreach (BlkDump? dump in store.Dumps)
            if (dump is { IsErased: false }) files.Add(($"dmesg-pstore_blk-{dump.Index}", dump.Shown));
        byte[] trace = Trace(store);
        if (trace.Length > 0) files.Add(("ftrace-pstore_blk-0", trace));
        foreach (BuiltZoneKind kind in (BuiltZoneKind[])[BuiltZoneKind.Pmsg, BuiltZoneKind.Console])
        {
            if (store.Has(kind) && store.Ring(kind).Log.Length > 0)
                files.Add(($"{kind.ToString().ToLowerInvariant()}-pstore_blk-0", store.Ring(kind).Log));
        }

        return files;
    }

    /// <summary>
    /// Whole entries of all rings. Within one boot the stamps grow, so merging is sorting; a ring that the last boot did not
    /// write still has an earlier boot's, which the kernel merges in without sorting: the merge is done as it is told.
    /// </summary>
    private static byte[] Trace(BlkBuilder store)
    {
        int size = FtraceRecords.RecordSize(store.Setup.Machine, store.Setup.Kernel);
        List<byte[]> merged = [];
        foreach (BlkRing ring in store.Rings.Where(ring => ring.Kind == BuiltZoneKind.Ftrace))
        {
            List<byte[]> next = [.. ring.Log.Skip(ring.Log.Length % size).Chunk(size)];
            var result = new List<byte[]>();
            int a = 0, b = 0;
            while (a < merged.Count && b < next.Count) result.Add(Stamp(store, merged[a]) < Stamp(store, next[b]) ? merged[a++] : next[b++]);
            result.AddRange(merged[a..]);
            result.AddRange(next[b..]);
            merged = result;
        }

        return [.. merged.SelectMany(entry => entry)];
    }

    private static ulong Stamp(BlkBuilder store, byte[] entry)
    {
        byte[] stamp = entry[^8..];
        if (store.Setup.BigEndian) Array.Reverse(stamp);
        return BitConverter.ToUInt64(stamp) >> 8;
    }
}
