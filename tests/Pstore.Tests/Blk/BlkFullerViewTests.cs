using System.Text;
using Pstore.Blk;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Pstore.Tests.Building.Blk;
using Xunit;

namespace Pstore.Tests.Blk;

/// <summary>What the kernel throws away of a store, and is read all the same.</summary>
public sealed class BlkFullerViewTests
{
    private static readonly string s_text = string.Concat(Enumerable.Range(0, 40).Select(line => $"<6>[   12.{line:D6}] line {line} of what was logged\n"));

    private static readonly Action<byte[]> s_noise = new Random(1).NextBytes;

    [Theory]
    [InlineData(Compressor.None)]
    [InlineData(Compressor.Deflate)]
    [InlineData(Compressor.Lz4)]
    [InlineData(Compressor.Lzo)]
    [InlineData(Compressor.Sw842)]
    [InlineData(Compressor.Zstd)]
    public void An_erased_dump_is_still_there(Compressor compressor)
    {
        BlkBuilder store = Store();
        BlkDump dump = store.Dump(2, s_text, compressor, 1700000000, 5);
        store.EraseDump(0);
        Assert.Empty(View(store).Files);
        RecoveredRecord record = Only(store, RecordOrigin.Cleared);
        Assert.Equal(dump.Shown, record.Content.ToArray());
        Assert.Equal(("Oops", 1), (record.Count!.Reason, record.Count.Times));
        Assert.Equal(1700000000, record.Time!.Value.Seconds);
        Assert.True(record.Packing.IsWhole);
    }

    [Fact]
    public void An_erased_ring_still_has_its_text()
    {
        BlkBuilder store = Store();
        store.Write(BuiltZoneKind.Console, s_text);
        store.Ring(BuiltZoneKind.Console).Erase();
        Assert.Empty(View(store).Files);
        Assert.Equal(s_text, Text(Only(store, RecordOrigin.Cleared)));
    }

    [Fact]
    public void Behind_a_short_console_lies_the_boot_before_unless_all_of_it_was_flushed()
    {
        foreach (bool flushed in (bool[])[false, true])
        {
            BlkBuilder store = Store();
            store.Write(BuiltZoneKind.Console, s_text);
            store.Boot();
            store.Write(BuiltZoneKind.Console, "short\n");
            if (flushed) store.Ring(BuiltZoneKind.Console).FlushAll();
            RecoveredRegion found = Recover(store);
            Assert.Equal("short\n", Text(found.Records.Single(record => record.Name == "console-pstore_blk-0")));
            string[] stale = [.. found.Records.Where(record => record.Origin == RecordOrigin.StaleTail).Select(Text)];
            Assert.Equal(flushed ? [] : [s_text["short\n".Length..]], stale);
        }
    }

    [Fact]
    public void What_was_on_the_disk_before_is_not_read()
    {
        BlkBuilder store = Store(bytes =>
        {
            byte[] text = Encoding.ASCII.GetBytes("a file of some file system, of which nobody asked\n");
            for (int at = 0; at + text.Length <= bytes.Length; at += text.Length) text.CopyTo(bytes, at);
        });
        store.Write(BuiltZoneKind.Console, s_text);
        store.Ring(BuiltZoneKind.Console).FlushAll();
        Assert.Equal(["console-pstore_blk-0"], Recover(store).Records.Select(record => record.Name));
    }

    [Fact]
    public void An_erased_flash_has_no_records()
    {
        BlkBuilder store = Store(bytes => bytes.AsSpan().Fill(0xFF));
        Assert.Empty(Recover(store).Records);
        Assert.Empty(BlkRecovery.Recover(store.Bytes, BlkRecoveryOptions.Nothing).Records);
    }

    [Fact]
    public void A_torn_ring_is_read_both_ways()
    {
        BlkBuilder store = Store();
        store.Write(BuiltZoneKind.Pmsg, s_text);
        store.Ring(BuiltZoneKind.Pmsg).PutHeader((uint)s_text.Length + 10, (uint)s_text.Length);
        RecoveredRegion found = Recover(store);
        Assert.EndsWith(s_text, Text(found.Records.Single(record => record.Name == "pmsg-pstore_blk-0")), StringComparison.Ordinal);
        Assert.StartsWith(s_text, Text(found.Records.Single(record => record.Origin == RecordOrigin.Linear)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Up_to_four_flipped_signature_bits_are_forgiven_in_every_zone(int bits)
    {
        BlkBuilder store = Full(out BlkDump dump);
        byte mask = (byte)(0xF0 & (0xF0 << (4 - bits)));
        foreach (int zone in store.Rings.Select(ring => ring.Offset).Append(store.DumpOffsets[0])) store.Bytes[zone + 1] ^= mask;
        Assert.Empty(View(store).Files);
        RecoveredRecord[] found = [.. Recover(store).Records.Where(record => record.Origin == RecordOrigin.SignatureFlipped)];
        Assert.Equal(
            [ZoneKind.Dmesg, ZoneKind.Ftrace, ZoneKind.Ftrace, ZoneKind.Pmsg, ZoneKind.Console],
            found.Select(record => record.Kind));
        Assert.Equal(dump.Shown, found[0].Content.ToArray());
        Assert.Equal(store.Ring(BuiltZoneKind.Ftrace, 1).Log, found[2].Content.ToArray());
        Assert.Equal(s_text, Text(found[4]));
    }

    [Fact]
    public void The_signature_of_another_kind_is_no_flipped_one()
    {
        // They differ in one to three bits: such a zone is of an earlier layout.
        BlkBuilder store = Store();
        store.Write(BuiltZoneKind.Console, s_text);
        store.Bytes[store.Ring(BuiltZoneKind.Console).Offset] = (byte)'G';
        RecoveredRecord record = Assert.Single(Recover(store).Records);
        Assert.Equal(RecordOrigin.HeaderLost, record.Origin);
        Assert.Equal(s_text, Text(record));
    }

    [Theory]
    [InlineData(Compressor.None)]
    [InlineData(Compressor.Deflate)]
    public void A_dump_without_signature_is_found_by_its_magic_number(Compressor compressor)
    {
        BlkBuilder store = Store(s_noise);
        BlkDump dump = store.Dump(1, s_text, compressor, 1700000000, 5);
        store.Bytes.AsSpan(store.DumpOffsets[0], 4).Fill(0xA5);
        AssertLost(store, dump);
        store.Bytes.AsSpan(store.DumpOffsets[0], 12).Clear();
        AssertLost(store, dump);
    }

    [Theory]
    [InlineData(Compressor.None)]
    [InlineData(Compressor.Deflate)]
    public void A_dump_without_magic_number_is_found_by_its_length(Compressor compressor)
    {
        BlkBuilder store = Store(s_noise);
        BlkDump dump = store.Dump(1, s_text, compressor, 1700000000, 5);
        store.Bytes.AsSpan(store.DumpOffsets[0] + 12, 4).Fill(0xA5);
        AssertLost(store, dump);
    }

    [Fact]
    public void Text_behind_a_header_of_nonsense_is_kept_as_text()
    {
        BlkBuilder store = Store();
        BlkDump dump = store.Dump(1, s_text, Compressor.None, 1700000000, 5);
        store.Bytes.AsSpan(store.DumpOffsets[0] + 12, 40).Fill(0xA5);
        RecoveredRecord record = Only(store, RecordOrigin.HeaderLost);
        Assert.Equal(dump.Payload, record.Content.ToArray());
        Assert.Null(record.Count);
    }

    [Theory]
    [InlineData(3u, Compressor.None)]
    [InlineData(39u, Compressor.None)]
    [InlineData(0x2000u, Compressor.Deflate)]
    [InlineData(0xFFFFFFFFu, Compressor.Deflate)]
    public void An_impossible_length_hides_a_dump_from_the_kernel_alone(uint length, Compressor compressor)
    {
        BlkBuilder store = WithDumpLength(length, compressor, out BlkDump dump);
        Assert.Equal(["console-pstore_blk-0"], View(store).Files.Select(file => file.Name));
        Assert.Equal(dump.Shown, Only(store, RecordOrigin.HeaderLost).Content.ToArray());
    }

    /// <summary>The kernel fails to make room for a payload of a negative size, or reads one of none, and stops.</summary>
    [Theory]
    [InlineData(3u)]
    [InlineData(39u)]
    public void A_packed_dump_that_is_shorter_than_its_header_ends_the_kernels_scan(uint length)
    {
        BlkBuilder store = WithDumpLength(length, Compressor.Deflate, out BlkDump dump);
        Assert.Empty(View(store).Files);
        RecoveredRegion found = Recover(store);
        Assert.Equal(RecordOrigin.BehindScanEnd, found.Records.Single(record => record.Kind == ZoneKind.Console).Origin);
        Assert.Equal(dump.Shown, Only(store, RecordOrigin.HeaderLost).Content.ToArray());
    }

    private static BlkBuilder WithDumpLength(uint length, Compressor compressor, out BlkDump dump)
    {
        BlkBuilder store = Store();
        dump = store.Dump(2, s_text, compressor, 1700000000, 5);
        store.Write(BuiltZoneKind.Console, s_text);
        BitConverter.GetBytes(length).CopyTo(store.Bytes, store.DumpOffsets[0] + 4);
        return store;
    }

    [Theory]
    [InlineData(BuiltZoneKind.Pmsg)]
    [InlineData(BuiltZoneKind.Console)]
    [InlineData(BuiltZoneKind.Ftrace)]
    public void A_start_behind_the_length_hides_the_whole_store_from_the_kernel(BuiltZoneKind kind)
    {
        BlkBuilder store = Full(out BlkDump dump);
        store.Ring(kind).PutHeader(100, 101);
        KernelViewResult view = View(store);
        Assert.Empty(view.Files);
        Assert.Contains(view.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.RecoveryFails);
        RecoveredRegion found = Recover(store);
        Assert.DoesNotContain(found.Records, record => record.IsShownByKernel);
        Assert.Contains(found.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.RecoveryFails);
        Assert.Equal(dump.Shown, found.Records.Single(record => record is { Kind: ZoneKind.Dmesg, Origin: RecordOrigin.BehindScanEnd }).Content.ToArray());
        if (kind != BuiltZoneKind.Ftrace) Assert.Contains(found.Records, record => record.Kind == RegionKind(kind) && Text(record).Contains(s_text[^300..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100u, 0x1000u)]
    [InlineData(0x1000u, 0u)]
    public void A_ring_beyond_its_zone_hides_only_itself(uint length, uint start)
    {
        BlkBuilder store = Full(out _);
        store.Ring(BuiltZoneKind.Pmsg).PutHeader(length, start);
        Assert.Equal(["dmesg-pstore_blk-0", "ftrace-pstore_blk-0", "console-pstore_blk-0"], View(store).Files.Select(file => file.Name));
    }

    [Fact]
    public void A_packed_dump_without_payload_ends_the_scan_and_a_plain_one_is_its_line()
    {
        BlkBuilder store = Store();
        store.RawDump(2, 0xFFFFFFFF, [], packed: false, 1700000000, 5);
        store.RawDump(2, 2, [], packed: true, 1700000001, 5);
        store.Write(BuiltZoneKind.Console, s_text);
        PstoreFile file = Assert.Single(View(store).Files);
        Assert.Equal("Oops: Total -1 times\n", Encoding.ASCII.GetString(file.Content.Span));
        RecoveredRegion found = Recover(store);
        Assert.Equal("Oops: Total -1 times\n", Text(found.Records.Single(record => record.IsShownByKernel)));
        Assert.Equal(s_text, Text(found.Records.Single(record => record.Origin == RecordOrigin.BehindScanEnd)));
    }

    [Fact]
    public void What_this_kernel_cannot_unpack_it_shows_packed()
    {
        BlkBuilder store = Store();
        BlkDump dump = store.Dump(2, s_text, Compressor.Zstd, 1700000000, 5);
        Assert.True(KernelVersion.TryParse("6.12.107", out KernelVersion newer));
        PstoreFile file = Assert.Single(BlkKernelView.Read(store.Bytes, BlkCase.ParametersOf(store.Setup), new KernelViewOptions(newer, store.Setup.Kernel)).Files);
        Assert.Equal("dmesg-pstore_blk-0.enc.z", file.Name);
        Assert.Equal(dump.Payload, file.Content.ToArray());
        RecoveredRecord record = Only(store, RecordOrigin.Live);
        Assert.Equal(dump.Shown, record.Content.ToArray());
        Assert.True(RecordMerge.IsSame(record, FileRecord.Read(file.Name, file.Content, file.Time)!));
    }

    [Fact]
    public void A_zone_in_a_bad_block_is_passed_over()
    {
        BlkBuilder store = Store();
        for (int dump = 0; dump < 3; dump++) store.Dump(2, s_text, Compressor.Deflate, 1700000000 + dump, 5);
        BlkBadRange[] bad = [new(store.DumpOffsets[1], store.Setup.Kmsg)];
        Assert.Equal(
            ["dmesg-pstore_blk-0", "dmesg-pstore_blk-2"],
            BlkKernelView.Read(store.Bytes, BlkCase.ParametersOf(store.Setup), BlkCase.View(store.Setup), bad).Files.Select(file => file.Name));
        RecoveredRegion found = BlkRecovery.Recover(store.Bytes, new BlkRecoveryOptions(BlkCase.Known(store.Setup), null, bad));
        Assert.Equal(["dmesg-pstore_blk-0", "dmesg-pstore_blk-2"], found.Records.Select(record => record.Name));
        Assert.Equal(["dmesg 1"], found.Zones.Where(zone => zone.State == ZoneState.BadBlock).Select(zone => zone.Zone.Name));
        Assert.Contains(found.Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.BadBlock);
    }

    [Fact]
    public void Zones_beyond_the_image_are_counted_and_the_others_read()
    {
        BlkBuilder store = Full(out BlkDump dump);
        byte[] cut = store.Bytes[..(store.DumpOffsets[1] + 100)];
        RecoveredRegion found = BlkRecovery.Recover(cut, new BlkRecoveryOptions(BlkCase.Known(store.Setup)));
        Assert.Equal(dump.Shown, found.Records[0].Content.ToArray());
        Diagnostic missing = found.Diagnostics.Single(diagnostic => diagnostic.Id == DiagnosticId.ZoneOutsideImage);
        Assert.StartsWith($"{store.DumpOffsets.Count - 1} zones", missing.Message, StringComparison.Ordinal);
    }

    private static ZoneKind RegionKind(BuiltZoneKind kind) => Properties.RegionCase.KindOf(kind);

    private static BlkBuilder Store(Action<byte[]>? fill = null)
    {
        Assert.True(KernelVersion.TryParse("6.1.192", out KernelVersion kernel));
        var store = new BlkBuilder(
            new BlkSetup { Kernel = kernel, Total = 0x10000, Kmsg = 0x2000, Pmsg = 0x1000, Console = 0x1000, Ftrace = 0x2000, Cpus = 2 }, fill);
        store.Boot();
        return store;
    }

    /// <summary>A store with something in each zone but the later dmesg ones.</summary>
    private static BlkBuilder Full(out BlkDump dump)
    {
        BlkBuilder store = Store();
        store.Write(BuiltZoneKind.Pmsg, s_text);
        store.Write(BuiltZoneKind.Console, s_text);
        for (uint call = 0; call < 40; call++) store.Trace((int)call % 2, 0xffff800008010000 + (call * 16), 0xffff800008020000);
        dump = store.Dump(2, s_text, Compressor.Deflate, 1700000000, 5);
        return store;
    }

    private static void AssertLost(BlkBuilder store, BlkDump dump)
    {
        Assert.Empty(View(store).Files);
        RecoveredRecord record = Only(store, RecordOrigin.HeaderLost);
        Assert.Equal(dump.Shown, record.Content.ToArray());
        Assert.Equal(("Panic", 1), (record.Count!.Reason, record.Count.Times));
        Assert.True(record.IsEvidence);
    }

    private static KernelViewResult View(BlkBuilder store) =>
        BlkKernelView.Read(store.Bytes, BlkCase.ParametersOf(store.Setup), BlkCase.View(store.Setup));

    private static RecoveredRegion Recover(BlkBuilder store) =>
        BlkRecovery.Recover(store.Bytes, new BlkRecoveryOptions(BlkCase.Known(store.Setup)));

    private static RecoveredRecord Only(BlkBuilder store, RecordOrigin origin) => Recover(store).Records.Single(record => record.Origin == origin);

    private static string Text(RecoveredRecord record) => Encoding.UTF8.GetString(record.Content.Span);
}
