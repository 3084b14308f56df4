using System.Buffers.Binary;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Memory;

/// <summary>A range of /dev/mem as a <see cref="MemoryChild"/> sends it.</summary>
internal sealed class ChildPasses : IMemoryPasses
{
    private const string SourceName = "mem";

    // A chunk takes less than a millisecond. A bus that doesn't answer must not hold up a boot.
    private const int SilenceMilliseconds = 10_000;

    private readonly ChildProcess _child;
    private readonly ulong _address;
    private readonly long _size;
    private long _received;

    private ChildPasses(ChildProcess child, ulong address, long size)
    {
        _child = child;
        _address = address;
        _size = size;
    }

    /// <summary>Starts the child, which reads the range <paramref name="passes"/> times (0: without end), with a pause between them.</summary>
    public static ChildPasses? Start(string device, ulong address, long size, int passes, int pauseMilliseconds, out AccessFailure? failure)
    {
        ChildProcess? child = ChildProcess.Start(OwnExecutable.Path, MemoryChild.Arguments(device, address, size, passes, pauseMilliseconds), out int errno);
        if (child == null)
        {
            failure = new AccessFailure(SourceName, AccessStep.Start, errno, address, size);
            return null;
        }

        var reader = new ChildPasses(child, address, size);
        failure = reader.ReadStatus();
        if (failure == null) return reader;
        reader.Dispose();
        return null;
    }

    public AccessFailure? Read(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (!_child.Output!.WaitReadable(SilenceMilliseconds))
            {
                _child.Abandon();
                return Failure(AccessStep.Timeout, 0);
            }

            int count = _child.Output.Read(target, -1, out int errno);
            if (count < 0) return Failure(AccessStep.Read, errno);
            if (count == 0) return Ended();
            _received += count;
            target = target[count..];
        }

        return null;
    }

    public void Dispose() => _child.Dispose();

    private AccessFailure? ReadStatus()
    {
        Span<byte> status = stackalloc byte[MemoryChild.StatusSize];
        if (Read(status) is { } failure) return failure;
        _received = 0;
        int errno = BinaryPrimitives.ReadInt32LittleEndian(status[4..]);
        return (MemoryChild.Step)BinaryPrimitives.ReadInt32LittleEndian(status) switch
        {
            MemoryChild.Step.Reading => null,
            MemoryChild.Step.Opening => Failure(AccessStep.Open, errno),
            _ => Failure(AccessStep.Map, errno),
        };
    }

    private AccessFailure Ended()
    {
        ExitStatus status = _child.Wait();
        return status.Signal != 0 ? Failure(AccessStep.BusError, status.Signal) : Failure(AccessStep.Start, status.Code);
    }

    private AccessFailure Failure(AccessStep step, int code) =>
        new(SourceName, step, code, _address + (ulong)(_size == 0 ? 0 : _received % _size), _size);
}
