using System.Buffers.Binary;
using System.Globalization;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Memory;

/// <summary>
/// The child that changes physical memory, as <see cref="MemoryChild"/> is the one that reads it. Standard input has
/// the patches. All that they expect is compared before the first store; then they are stored in their order, and read
/// back. Standard output gets three 32-bit words: the step that ended it, errno, and the number of the patch.
/// </summary>
internal static class StoreChild
{
    /// <summary>The hidden command.</summary>
    public const string Verb = "__store";

    public const int StatusSize = 12;

    private const int Input = 0, Output = 1, Chunk = 64 * 1024;

    /// <summary>How it ended.</summary>
    public enum Step
    {
        /// <summary>All is stored and was read back.</summary>
        Stored = 0,

        Opening = 1,
        Mapping = 2,

        /// <summary>Memory has something else than a patch expects. Nothing was stored.</summary>
        Differs = 3,

        /// <summary>Memory did not keep what was stored.</summary>
        NotKept = 4,

        /// <summary>Standard input has no patches of this range. Nothing was stored.</summary>
        Misunderstood = 5,
    }

    /// <summary>The arguments that <see cref="Run"/> takes.</summary>
    public static string[] Arguments(string device, ulong address, long size) => [Verb, device, $"{address}", $"{size}"];

    /// <summary>Runs as the child. Exit code: 0.</summary>
    public static int Run(string[] args)
    {
        ulong address = ulong.Parse(args[2], CultureInfo.InvariantCulture);
        long size = long.Parse(args[3], CultureInfo.InvariantCulture);
        using FileDescriptor input = FileDescriptor.Adopt(Input);
        if (input.ReadToEnd(int.MaxValue, out int errno) is not { } bytes || PatchList.Read(bytes, size) is not { } patches) return Tell(Step.Misunderstood, errno, 0);
        using FileDescriptor? device = MemoryDevice.Open(args[1], out errno, forWriting: true);
        if (device == null) return Tell(Step.Opening, errno, 0);
        using MemoryMapping? mapping = MemoryMapping.Map(device, address, size, out errno, forWriting: true);
        if (mapping == null) return Tell(Step.Mapping, errno, 0);
        return Apply(mapping, patches);
    }

    private static int Apply(MemoryMapping mapping, List<MemoryPatch> patches)
    {
        for (int i = 0; i < patches.Count; i++)
            if (!Holds(mapping, patches[i].Offset, patches[i].Expected.Span)) return Tell(Step.Differs, 0, i);
        foreach (MemoryPatch patch in patches)
        {
            mapping.Store(patch.Offset, patch.Bytes.Span);
            mapping.StoreZeros(patch.Offset + patch.Bytes.Length, patch.Zeros);
        }

        MemoryMapping.Barrier();
        for (int i = 0; i < patches.Count; i++)
        {
            MemoryPatch patch = patches[i];
            if (!Holds(mapping, patch.Offset, patch.Bytes.Span) || !HoldsZeros(mapping, patch.Offset + patch.Bytes.Length, patch.Zeros)) return Tell(Step.NotKept, 0, i);
        }

        return Tell(Step.Stored, 0, 0);
    }

    private static bool Holds(MemoryMapping mapping, long offset, ReadOnlySpan<byte> bytes)
    {
        byte[] found = new byte[bytes.Length];
        mapping.Copy(offset, found);
        return bytes.SequenceEqual(found);
    }

    private static bool HoldsZeros(MemoryMapping mapping, long offset, long length)
    {
        byte[] chunk = new byte[Math.Min(length, Chunk)];
        for (long at = 0; at < length; at += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - at));
            mapping.Copy(offset + at, part);
            if (part.ContainsAnyExcept((byte)0)) return false;
        }

        return true;
    }

    private static int Tell(Step step, int errno, int patch)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        BinaryPrimitives.WriteInt32LittleEndian(status, (int)step);
        BinaryPrimitives.WriteInt32LittleEndian(status[4..], errno);
        BinaryPrimitives.WriteInt32LittleEndian(status[8..], patch);
        FileDescriptor.Write(Output, status);
        return ExitCode.Ok;
    }
}
