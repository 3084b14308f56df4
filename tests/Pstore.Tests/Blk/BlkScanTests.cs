using Pstore.Blk;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Pstore.Tests.Building.Blk;
using Xunit;

namespace Pstore.Tests.Blk;

public sealed class BlkScanTests
{
    [Fact]
    public void In_pieces_of_any_size_the_same_is_found_as_in_one()
    {
        var random = new Random(7);
        for (int seed = 0; seed < 40; seed++)
        {
            byte[] bytes = RandomStore.Create(seed).Store.Bytes;
            var scan = new BlkScan(bytes.Length);
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(random.Next(BlkScan.Overlap + 1, 20_000), bytes.Length - at);
                scan.Add(bytes.AsSpan(at, length), at);
                at += at + length == bytes.Length ? length : length - BlkScan.Overlap;
            }

            Assert.Equal(BlkPropertyTests.Scan(bytes), scan.Hits);
        }
    }

    [Fact]
    public void Every_header_that_was_written_is_found_once()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            RandomStore random = RandomStore.Create(seed);
            BlkBuilder store = random.Store;
            IEnumerable<long> written = store.Rings.Where(ring => ring.IsWritten).Select(ring => (long)ring.Offset)
                .Concat(store.Dumps.OfType<BlkDump>().Select(dump => (long)store.DumpOffsets[dump.Index])).Order();
            Assert.Equal(written, BlkPropertyTests.Scan(store.Bytes).Where(hit => hit.BigEndian == store.Setup.BigEndian).Select(hit => hit.Offset));
        }
    }

    [Fact]
    public void A_device_full_of_headers_is_no_endless_work()
    {
        byte[] bytes = new byte[4 << 20];
        for (int at = 0; at + 16 <= bytes.Length; at += 16)
        {
            BitConverter.GetBytes(0x43474244u ^ (uint)(at / 16 % 8)).CopyTo(bytes, at);
            BitConverter.GetBytes(at % 4096 / 2).CopyTo(bytes, at + 4);
            BitConverter.GetBytes(at % 4096 / 4).CopyTo(bytes, at + 8);
        }

        IReadOnlyList<BlkHit> hits = BlkPropertyTests.Scan(bytes);
        Assert.Equal(Limits.MaxHeaderHits, hits.Count);
        BlkProbeResult probe = BlkProbe.Find(hits, bytes.Length, new KnownBlkParameters());
        Assert.NotNull(probe.Layout);
        Assert.DoesNotContain(Pstore.Ram.Probe.Certainty.Found, probe.Certainties.Where(pair => pair.Key != "total_size").Select(pair => pair.Value));
    }

    [Fact]
    public void What_user_space_writes_cannot_hide_the_store()
    {
        Assert.True(KernelVersion.TryParse("6.1.192", out KernelVersion kernel));
        var store = new BlkBuilder(new BlkSetup { Kernel = kernel, Total = 1 << 21, Kmsg = 0x10000, Pmsg = 1 << 20, Console = 0x10000, Ftrace = 0 });
        store.Boot();
        byte[] forged = new byte[(1 << 20) - 12];
        for (int at = 0; at + 16 <= forged.Length; at += 12)
        {
            Convert.FromHexString(at % 24 == 0 ? "43474244" : "46424743").CopyTo(forged, at);
            forged[at + 8] = 1;
        }

        store.Ring(BuiltZoneKind.Pmsg).Write(forged);
        store.Write(BuiltZoneKind.Console, "a line\n");
        store.Dump(2, "<6>[    1.000000] a line\n", Compressor.None, 1700000000, 0);
        RecoveredRegion region = BlkRecovery.Recover(store.Bytes, BlkRecoveryOptions.Nothing);
        Assert.True(BlkProbe.IsStore(BlkPropertyTests.Scan(store.Bytes)));
        Assert.Equal(["dmesg-pstore_blk-0", "pmsg-pstore_blk-0", "console-pstore_blk-0"], region.Records.Where(record => record.IsShownByKernel).Select(record => record.Name));
        Assert.Equal(1 << 20, Assert.IsType<BlkLayout>(region.Layout).Parameters.PmsgSize);
    }

    [Fact]
    public void Zones_in_use_are_told_by_their_first_bytes()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            BlkBuilder store = RandomStore.Create(seed).Store;
            BlkLayout layout = BlkLayout.Compute(BlkCase.ParametersOf(store.Setup)).Layout!;
            foreach (Zone zone in layout.Zones)
            {
                bool isWritten = zone.Kind == ZoneKind.Dmesg
                    ? store.Dumps[zone.Index] != null
                    : store.Rings.Single(ring => ring.Offset == zone.Offset).IsWritten;
                Assert.Equal(isWritten, BlkZones.IsInUse(store.Bytes.AsSpan(zone.Offset, BlkZones.StartSize), zone, store.Setup.BigEndian));
            }
        }
    }
}
