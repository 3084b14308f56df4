using PstoreAgent.Discovery.Access;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.Memory;

/// <summary>
/// A physical range out of /proc/kcore: the way to memory inside System RAM where STRICT_DEVMEM keeps /dev/mem from it.
/// The kernel copies, with fault handling of its own.
/// </summary>
internal sealed class CorePasses : IMemoryPasses
{
    private const string SourceName = "kcore";

    private readonly FileDescriptor _core;
    private readonly List<CoreSegments.Segment> _segments;
    private readonly ulong _address;
    private readonly long _size;
    private readonly int _pauseMilliseconds;
    private long _at;
    private bool _isFirst = true;

    private CorePasses(FileDescriptor core, List<CoreSegments.Segment> segments, ulong address, long size, int pauseMilliseconds)
    {
        _pauseMilliseconds = pauseMilliseconds;
        _core = core;
        _segments = segments;
        _address = address;
        _size = size;
    }

    /// <summary>Opens the file, and looks whether its segments cover the range.</summary>
    public static CorePasses? Open(string path, ulong address, long size, int pauseMilliseconds, out AccessFailure? failure)
    {
        FileDescriptor? core = FileDescriptor.Open(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out int errno);
        if (core == null)
        {
            failure = new AccessFailure(SourceName, AccessStep.Open, errno, address, size);
            return null;
        }

        List<CoreSegments.Segment> segments = CoreSegments.Read(core);
        failure = FirstGap(segments, address, size) is { } gap ? new AccessFailure(SourceName, AccessStep.NotCovered, LibC.ENXIO, gap, size) : null;
        if (failure == null) return new CorePasses(core, segments, address, size, pauseMilliseconds);
        core.Dispose();
        return null;
    }

    public AccessFailure? Read(Span<byte> target)
    {
        if (_at == 0 && !_isFirst) Thread.Sleep(_pauseMilliseconds);
        _isFirst = false;
        while (!target.IsEmpty)
        {
            ulong address = _address + (ulong)_at;
            CoreSegments.Segment segment = _segments.Find(candidate => candidate.Covers(address));
            ulong into = address - segment.Physical;
            int most = (int)Math.Min((ulong)target.Length, segment.Size - into);
            int count = _core.Read(target[..most], segment.Offset + (long)into, out int errno);
            if (count <= 0) return new AccessFailure(SourceName, AccessStep.Read, count < 0 ? errno : LibC.EIO, address, _size);
            target = target[count..];
            _at = (_at + count) % _size;
        }

        return null;
    }

    public void Dispose() => _core.Dispose();

    private static ulong? FirstGap(List<CoreSegments.Segment> segments, ulong address, long size)
    {
        for (ulong left = (ulong)size; left > 0;)
        {
            CoreSegments.Segment segment = segments.Find(candidate => candidate.Covers(address));
            if (segment.Size == 0) return address;
            ulong step = Math.Min(left, segment.Size - (address - segment.Physical));
            address += step;
            left -= step;
        }

        return null;
    }
}
