using System.Buffers.Binary;

namespace Pstore.Tests.Building;

/// <summary>The binary form of a traced call, by kernel, word size and byte order.</summary>
public static class FtraceRecords
{
    public static int RecordSize(RegionSetup setup, KernelVersion kernel)
    {
        bool stamped = new WriterRules(kernel).Since410;
        if (setup.WordSize == 8) return stamped || setup.CpuInIpMask == 0 ? 24 : 16;
        if (stamped) return 16;
        return setup.CpuInIpMask != 0 ? 8 : 12;
    }

    public static byte[] Encode(RegionSetup setup, KernelVersion kernel, FtraceEvent call)
    {
        byte[] record = new byte[RecordSize(setup, kernel)];
        int word = setup.WordSize;
        bool inIp = setup.CpuInIpMask != 0;
        Put(setup, record.AsSpan(0, word), inIp ? call.Ip | ((uint)call.Cpu & setup.CpuInIpMask) : call.Ip);
        Put(setup, record.AsSpan(word, word), call.ParentIp);
        Span<byte> rest = record.AsSpan(2 * word);
        if (new WriterRules(kernel).Since410)
            Put(setup, rest, inIp ? call.Stamp : (call.Stamp << 8) | (uint)call.Cpu);
        else if (!inIp)
            Put(setup, rest[..4], (uint)call.Cpu);
        return record;
    }

    private static void Put(RegionSetup setup, Span<byte> place, ulong value)
    {
        Span<byte> wide = stackalloc byte[8];
        if (setup.BigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(wide, value);
            wide[(8 - place.Length)..].CopyTo(place);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(wide, value);
            wide[..place.Length].CopyTo(place);
        }
    }
}
