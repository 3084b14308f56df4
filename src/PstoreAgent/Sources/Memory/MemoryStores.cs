using System.Buffers.Binary;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Memory;

/// <summary>Changes a range of /dev/mem by a <see cref="StoreChild"/>.</summary>
internal sealed class MemoryStores
{
    private const string SourceName = "mem";

    // As for reading, with 4 ms more for each 64 KiB that is stored and read back.
    private const int SilenceMilliseconds = 10_000, ChunkBits = 16, MillisecondsPerChunk = 4;

    private readonly ulong _address;
    private readonly long _size;

    private MemoryStores(ulong address, long size)
    {
        _address = address;
        _size = size;
    }

    /// <summary>Stores <paramref name="patches"/>, which must not overlap, in their order, once all that they expect was found there.</summary>
    /// <param name="root">The machine.</param>
    /// <param name="address">Physical address of the range that their offsets count from.</param>
    /// <param name="size">Bytes of the range.</param>
    /// <param name="patches">What to store.</param>
    public static StoreResult Apply(MachineRoot root, ulong address, long size, IReadOnlyList<MemoryPatch> patches) =>
        new MemoryStores(address, size).Run(root.Locate(MemoryDevice.DefaultPath), patches);

    private StoreResult Run(string device, IReadOnlyList<MemoryPatch> patches)
    {
        using ChildProcess? child = ChildProcess.StartFed(OwnExecutable.Path, StoreChild.Arguments(device, _address, _size), out int errno);
        if (child == null) return Failed(AccessStep.Start, errno);

        // A child that is gone says by its end why; it reads all before it does anything else.
        _ = child.Input!.Write(PatchList.Write(patches).Span);
        child.Input.Dispose();
        int silence = SilenceMilliseconds + (int)((_size >> ChunkBits) * MillisecondsPerChunk);
        if (!child.Output!.WaitReadable(silence))
        {
            child.Abandon();
            return Failed(AccessStep.Timeout, 0);
        }

        Span<byte> status = stackalloc byte[StoreChild.StatusSize];
        int count = child.Output.Read(status, -1, out _);
        if (count == status.Length) return Result(status);
        ExitStatus end = child.Wait();
        return end.Signal != 0 ? Failed(AccessStep.BusError, end.Signal) : Failed(AccessStep.Start, end.Code);
    }

    private StoreResult Result(ReadOnlySpan<byte> status)
    {
        int errno = BinaryPrimitives.ReadInt32LittleEndian(status[4..]), patch = BinaryPrimitives.ReadInt32LittleEndian(status[8..]);
        return (StoreChild.Step)BinaryPrimitives.ReadInt32LittleEndian(status) switch
        {
            StoreChild.Step.Stored => new StoreResult(StoreEnd.Stored, 0, null),
            StoreChild.Step.Differs => new StoreResult(StoreEnd.Differs, patch, null),
            StoreChild.Step.NotKept => new StoreResult(StoreEnd.NotKept, patch, null),
            StoreChild.Step.Opening => Failed(AccessStep.Open, errno),
            StoreChild.Step.Mapping => Failed(AccessStep.Map, errno),
            _ => Failed(AccessStep.Start, errno),
        };
    }

    private StoreResult Failed(AccessStep step, int code) =>
        new(StoreEnd.Failed, 0, new AccessFailure(SourceName, step, code, _address, _size) { IsWrite = true });
}
