using System.Buffers.Binary;
using System.Text;

namespace Pstore.Tests.Building.Blk;

/// <summary>
/// Writes a store as psz_zone_write and its callers do, and keeps what a reader must find from the writes themselves.
/// Unlike a ramoops ring, one of pstore_zone begins anew in each boot, and its earlier bytes stay until they are written over.
/// </summary>
public sealed class BlkBuilder
{
    private readonly List<BlkRing> _rings = [];
    private readonly BlkDump?[] _dumps;
    private readonly int[] _dumpOffsets;
    private readonly Dictionary<int, uint> _counters = [];
    private ulong _stamp;
    private int _nextDump;

    public BlkBuilder(BlkSetup setup, Action<byte[]>? fill = null)
    {
        Setup = setup;
        Bytes = new byte[setup.Total];
        fill?.Invoke(Bytes);
        int at = 0;
        AddRing(BuiltZoneKind.Pmsg, 0, setup.Pmsg, ref at);
        AddRing(BuiltZoneKind.Console, 0, setup.Console, ref at);
        int share = setup.Ftrace / setup.Cpus;
        for (int cpu = 0; share > 0 && cpu < setup.Ftrace / share; cpu++) AddRing(BuiltZoneKind.Ftrace, cpu, share, ref at);
        int count = setup.Kmsg == 0 ? 0 : (setup.Total - setup.Pmsg - setup.Console - setup.Ftrace) / setup.Kmsg;
        _dumpOffsets = [.. Enumerable.Range(0, count).Select(index => at + (index * setup.Kmsg))];
        _dumps = new BlkDump?[count];
    }

    public BlkSetup Setup { get; }

    public byte[] Bytes { get; }

    public IReadOnlyList<BlkRing> Rings => _rings;

    public IReadOnlyList<int> DumpOffsets => _dumpOffsets;

    /// <summary>The dump of each dmesg zone, erased ones included.</summary>
    public IReadOnlyList<BlkDump?> Dumps => _dumps;

    public BlkRing Ring(BuiltZoneKind kind, int index = 0) => _rings.Single(ring => ring.Kind == kind && ring.Index == index);

    public bool Has(BuiltZoneKind kind) => _rings.Any(ring => ring.Kind == kind);

    /// <summary>A boot: rings start at 0, counters and the next zone come from the newest dumps that are there.</summary>
    public void Boot()
    {
        foreach (BlkRing ring in _rings) ring.Boot();
        _stamp = 0;
        _counters.Clear();
        _nextDump = 0;
        long newest = 0;
        for (int index = 0; index < _dumps.Length; index++)
        {
            if (_dumps[index] is not { } dump) continue;
            if (dump.Reason is 1 or 2) _counters[dump.Reason] = Math.Max(_counters.GetValueOrDefault(dump.Reason), dump.Counter);
            if (dump.Seconds < newest) continue;
            newest = dump.Seconds;
            _nextDump = (index + 1) % _dumps.Length;
        }
    }

    public void Write(BuiltZoneKind kind, string text) => Ring(kind).Write(Encoding.UTF8.GetBytes(text));

    public void Trace(int cpu, ulong ip, ulong parentIp)
    {
        byte[] entry = FtraceRecords.Encode(Setup.Machine, Setup.Kernel, new FtraceEvent(0, cpu, cpu, ip, parentIp, ++_stamp));
        Ring(BuiltZoneKind.Ftrace, cpu).Write(entry);
    }

    /// <summary>A dump as the pstore core makes it: its first line, the newest lines of the log, packed.</summary>
    public BlkDump Dump(int reason, string log, Compressor compressor, long seconds, int nanoseconds)
    {
        uint counter = reason is 1 or 2 ? _counters[reason] = _counters.GetValueOrDefault(reason) + 1 : 0;
        string name = reason switch { 1 => "Panic", 2 => "Oops", 3 => "Emergency", 4 => "Shutdown", _ => "Unknown" };
        var zone = new BuiltZone(BuiltZoneKind.Dmesg, 0, 0, Setup.Kmsg, Setup.Kmsg - BuiltZone.HeaderSize - Setup.KmsgHeaderSize, 0);
        (byte[] payload, byte[] text, bool packed) = new DumpPacking(Setup.Machine, Setup.Kernel, zone)
            .Pack(Encoding.ASCII.GetBytes($"{name}#{counter} Part1\n"), Encoding.UTF8.GetBytes(log), compressor);
        BlkDump dump = RawDump(reason, counter, payload, packed, seconds, nanoseconds) with { Text = text };
        _dumps[dump.Index] = dump;
        return dump;
    }

    /// <summary>A dump with any payload.</summary>
    public BlkDump RawDump(int reason, uint counter, byte[] payload, bool packed, long seconds, int nanoseconds)
    {
        int index = _nextDump;
        _nextDump = (index + 1) % _dumps.Length;
        Span<byte> zone = Bytes.AsSpan(_dumpOffsets[index], Setup.Kmsg);
        zone.Clear();
        Put(zone, 0, 0x43474244);
        Put(zone, 4, (uint)(Setup.KmsgHeaderSize + payload.Length));
        PutKmsgHeader(zone[BuiltZone.HeaderSize..], reason, counter, packed, seconds, nanoseconds);
        payload.CopyTo(zone[(BuiltZone.HeaderSize + Setup.KmsgHeaderSize)..]);
        return _dumps[index] = new BlkDump(index, reason, counter, payload, packed, seconds, nanoseconds);
    }

    /// <summary>Unlinks a dump: only the length in the zone's header goes.</summary>
    public void EraseDump(int index)
    {
        Put(Bytes.AsSpan(_dumpOffsets[index]), 4, 0);
        _dumps[index] = _dumps[index]! with { IsErased = true };
    }

    /// <summary>Takes note that a dump's zone is no longer what it was.</summary>
    public void ForgetDump(int index) => _dumps[index] = null;

    private void AddRing(BuiltZoneKind kind, int index, int size, ref int at)
    {
        if (size == 0) return;
        uint type = kind switch { BuiltZoneKind.Console => 2, BuiltZoneKind.Ftrace => 3, _ => 7 };
        _rings.Add(new BlkRing(kind, index, at, size, 0x43474244 ^ type, Bytes, Setup.BigEndian));
        at += size;
    }

    private void PutKmsgHeader(Span<byte> header, int reason, uint counter, bool packed, long seconds, int nanoseconds)
    {
        (int sec, int nsec, int compressed, int count, int why) = Setup.IsI386 ? (4, 12, 16, 20, 24) : (8, 16, 24, 28, 32);
        Put(header, 0, 0x4dfc3ae5);
        PutLong(header, sec, seconds);
        if (Setup.WordSize == 8) PutLong(header, nsec, nanoseconds);
        else Put(header, nsec, (uint)nanoseconds);
        header[compressed] = packed ? (byte)1 : (byte)0;
        Put(header, count, counter);
        Put(header, why, (uint)reason);
    }

    private void Put(Span<byte> place, int offset, uint value)
    {
        if (Setup.BigEndian) BinaryPrimitives.WriteUInt32BigEndian(place[offset..], value);
        else BinaryPrimitives.WriteUInt32LittleEndian(place[offset..], value);
    }

    private void PutLong(Span<byte> place, int offset, long value)
    {
        if (Setup.BigEndian) BinaryPrimitives.WriteInt64BigEndian(place[offset..], value);
        else BinaryPrimitives.WriteInt64LittleEndian(place[offset..], value);
    }
}
