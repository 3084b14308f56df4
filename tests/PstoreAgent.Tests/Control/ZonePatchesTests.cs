using Pstore;
using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Tests.Building;
using PstoreAgent.Control;
using PstoreAgent.Sources.Memory;
using Xunit;

namespace PstoreAgent.Tests.Control;

/// <summary>A reset may come between any two stores that clear a zone: what the decoder, which judges as the kernel does, makes of each state.</summary>
public sealed class ZonePatchesTests
{
    private const int ZoneSize = 0x20000;

    public static TheoryData<int, bool> Codes
    {
        get
        {
            var data = new TheoryData<int, bool>();
            foreach (int ecc in (int[])[0, 1, 2, 4, 8, 16, 32])
                foreach (bool bigEndian in (bool[])[false, true]) data.Add(ecc, bigEndian);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_state_between_is_a_valid_zone_with_the_old_record_or_none(int ecc, bool bigEndian)
    {
        // Less than a byte counts, two bytes of each counter, three of them, and a ring that has wrapped.
        foreach (int written in (int[])[5, 0x1234, 0x12345, 0x2FFFF])
        {
            (byte[] bytes, Zone zone) = Console(ecc, bigEndian, written);
            AttachedZone old = Attach(bytes, zone, bigEndian);
            Assert.Equal(ZoneState.Valid, old.State);
            for (int alignment = 0; alignment < 8; alignment++)
            {
                foreach (byte[] state in States([.. ZonePatches.Clear(old, bytes, alignment, bigEndian, wipe: false)], bytes, alignment))
                {
                    AttachedZone now = Attach(state, zone, bigEndian);
                    Assert.True(now.State is ZoneState.Valid or ZoneState.Empty, $"{now.State}: {Convert.ToHexString(state.AsSpan(0, 12))}");
                    Assert.Equal(bytes[..4], state[..4]);
                    int start = (int)now.Header.Start, size = (int)now.Header.Size;
                    Assert.True(start <= old.Header.Start && size <= old.Header.Size);
                    Assert.Equal([.. old.Data.Span[start..size], .. old.Data.Span[..start]], now.Log().ToArray());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_last_state_is_what_the_kernel_leaves_and_wiped_what_it_finds_in_new_memory(int ecc, bool bigEndian)
    {
        (byte[] bytes, Zone zone) = Console(ecc, bigEndian, 0x12345);
        AttachedZone old = Attach(bytes, zone, bigEndian);
        byte[] erased = Console(ecc, bigEndian, 0x12345, erase: true).Bytes, cleared = States([.. ZonePatches.Clear(old, bytes, 2, bigEndian, wipe: false)], bytes, 2).Last();
        Assert.Equal(erased, cleared);

        byte[] wiped = [.. bytes];
        foreach (byte[] state in States([.. ZonePatches.Clear(old, bytes, 6, bigEndian, wipe: true)], bytes, 6))
        {
            wiped = state;
            bool begun = !state.AsSpan(12, zone.Ecc.HeaderParityOffset - 12).SequenceEqual(bytes.AsSpan(12, zone.Ecc.HeaderParityOffset - 12));
            if (begun) Assert.Equal(erased[..12], state[..12]);
        }

        Assert.Equal(Console(ecc, bigEndian, 0).Bytes, wiped);
    }

    [Fact]
    public void A_header_that_ecc_repairs_is_cleared_with_the_parity_of_the_right_signature()
    {
        (byte[] bytes, Zone zone) = Console(16, bigEndian: false, 0x1234);
        bytes[1] ^= 0x40;
        bytes[9] ^= 0x01;
        AttachedZone old = Attach(bytes, zone, bigEndian: false);
        Assert.Equal((ZoneState.Valid, 2), (old.State, old.Ecc.CorrectedBytes));
        byte[] cleared = States([.. ZonePatches.Clear(old, bytes, 0, false, wipe: false)], bytes, 0).Last();
        Assert.Equal(bytes[..4], cleared[..4]);
        AttachedZone now = Attach(cleared, zone, bigEndian: false);
        Assert.Equal((ZoneState.Empty, 1), (now.State, now.Ecc.CorrectedBytes));
    }

    [Fact]
    public void What_must_still_be_there_is_the_header_as_it_lies_in_memory()
    {
        (byte[] bytes, Zone zone) = Console(16, bigEndian: false, 0x1234);
        bytes[5] ^= 0xFF;
        List<MemoryPatch> patches = [.. ZonePatches.Clear(Attach(bytes, zone, false), bytes, 100, false, wipe: false)];
        Assert.Equal((100L, 0L), (patches[0].Offset, patches[0].Length));
        Assert.Equal(bytes[..12], patches[0].Expected.ToArray());
        Assert.Equal(bytes[^16..], patches[^1].Expected.ToArray());
        Assert.Equal(100 + ZoneSize - 16, patches[^1].Offset);
    }

    /// <summary>The bytes after each single store, in its order and width.</summary>
    private static IEnumerable<byte[]> States(List<MemoryPatch> patches, byte[] bytes, int at)
    {
        byte[] state = [.. bytes];
        foreach (MemoryPatch patch in patches)
        {
            byte[] stored = [.. patch.Bytes.Span, .. new byte[patch.Zeros]];
            for (int done = 0; done < stored.Length;)
            {
                long place = patch.Offset + done;
                int width = MemoryMapping.WidthAt(place, stored.Length - done);
                stored.AsSpan(done, width).CopyTo(state.AsSpan((int)place - at));
                done += width;

                // The states of a wiped data area are alike; the first and the last of them will do.
                if (patch.Length <= 64 || done == width || done == stored.Length) yield return [.. state];
            }
        }
    }

    private static AttachedZone Attach(byte[] bytes, Zone zone, bool bigEndian) =>
        AttachedZone.Attach(bytes, zone, ZoneHeader.BaseSignature, bigEndian, ReedSolomonRules.Strict);

    private static (byte[] Bytes, Zone Zone) Console(int ecc, bool bigEndian, int written, bool erase = false)
    {
        var builder = new RegionBuilder(new RegionSetup
        {
            Kernel = new KernelVersion(6, 1, 192),
            MemSize = ZoneSize,
            ConsoleSize = ZoneSize,
            EccSize = ecc,
            BigEndian = bigEndian,
        });
        builder.Boot();
        byte[] text = new byte[written];
        new Random(written).NextBytes(text);
        builder.Console(text.AsSpan(0, written / 3));
        builder.Console(text.AsSpan(written / 3));
        BuiltZone built = builder.Zone(BuiltZoneKind.Console);
        if (erase) builder.Erase(built);
        Assert.True(EccGeometry.TryCreate(ZoneSize, ecc, newFormula: true, out EccGeometry geometry));
        return (builder.Bytes, new Zone(ZoneKind.Console, 0, 1, 0, ZoneSize, geometry));
    }
}
