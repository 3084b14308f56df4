using PstoreAgent.Discovery.Access;

namespace PstoreAgent.Sources.Memory;

/// <summary>
/// Copies a range that may change meanwhile, as the console does while its driver is bound:
/// until two passes agree, a bounded number of times. What still differed in the last two is told.
/// </summary>
internal static class StableCopy
{
    /// <summary>How often a range is read at most.</summary>
    public const int MostPasses = 5;

    private const int Granule = 64, Chunk = 64 * 1024;

    /// <summary>Reads <paramref name="size"/> bytes. Null, with what went wrong, on failure.</summary>
    public static Copied? Read(IMemoryPasses passes, long size, out AccessFailure? failure)
    {
        var buffer = new NativeBuffer((int)size);
        var unstable = new List<ByteRange>();
        byte[] chunk = new byte[Math.Min(size, Chunk)];
        for (int pass = 0; pass < MostPasses; pass++)
        {
            unstable.Clear();
            for (long at = 0; at < size; at += chunk.Length)
            {
                Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, size - at));
                failure = passes.Read(part);
                if (failure != null)
                {
                    ((IDisposable)buffer).Dispose();
                    return null;
                }

                Span<byte> known = buffer.Memory.Span.Slice((int)at, part.Length);
                if (pass > 0) Compare(known, part, at, unstable);
                part.CopyTo(known);
            }

            if (pass > 0 && unstable.Count == 0) break;
        }

        failure = null;
        return new Copied(buffer.Memory, unstable);
    }

    private static void Compare(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, long at, List<ByteRange> unstable)
    {
        if (before.SequenceEqual(now)) return;
        for (int from = 0; from < now.Length; from += Granule)
        {
            int length = Math.Min(Granule, now.Length - from);
            if (before.Slice(from, length).SequenceEqual(now.Slice(from, length))) continue;
            if (unstable.Count > 0 && unstable[^1].End == at + from) unstable[^1] = unstable[^1] with { Length = unstable[^1].Length + length };
            else unstable.Add(new ByteRange(at + from, length));
        }
    }

    /// <summary>A copy, and what differed in its last two passes.</summary>
    internal sealed record Copied(ReadOnlyMemory<byte> Bytes, IReadOnlyList<ByteRange> Unstable);
}
