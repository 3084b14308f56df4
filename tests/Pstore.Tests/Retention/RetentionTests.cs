using System.Buffers.Binary;
using Pstore.Ram;
using Pstore.Retention;
using Xunit;

namespace Pstore.Tests.Retention;

/// <summary>A pattern in a region, what damage does to it, and what is counted.</summary>
public sealed class RetentionTests
{
    private const int SlotSize = 0x2156, RegionSize = 0x20000;

    private readonly Random _random = new(7);

    private static RetentionNote Note(ulong seed = 42) => new(seed, 0b1110_1101, 5, SlotSize, 12, SlotSize - 12 - 300);

    private byte[] Armed(RetentionNote note)
    {
        byte[] region = new byte[RegionSize];
        _random.NextBytes(region);
        Fill(region, note);
        return region;
    }

    private static void Fill(byte[] region, RetentionNote note)
    {
        for (int slot = 0; slot < RetentionNote.MaxSlots; slot++)
            if (note.Has(slot)) RetentionPattern.Of(note, slot).CopyTo(region, note.Start(slot));
    }

    private static RetentionResult Check(byte[] region) => RetentionCheck.Run(region, 0, [], new UsedRanges(region), armed: false);

    [Fact]
    public void What_is_kept_is_counted_whole()
    {
        RetentionNote note = Note();
        RetentionResult result = Check(Armed(note));
        Assert.Equal((RetentionConclusion.Kept, note), (result.Conclusion, result.Note));
        long bytes = 6L * note.DataLength;
        Assert.Equal((bytes, bytes, 0, 0, 0), (result.Written, result.Intact, result.OneToZero, result.ZeroToOne, result.LostRangeCount));
        Assert.Empty(result.Pages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Flipped_bits_are_counted_to_the_bit(int flips)
    {
        RetentionNote note = Note();
        byte[] region = Armed(note);
        var places = new HashSet<(long Byte, int Bit)>();
        int lost = 0;
        while (places.Count < flips)
        {
            (long Byte, int Bit) place = (note.Start(3) + _random.Next(note.DataLength), _random.Next(8));
            if (!places.Add(place)) continue;
            if ((region[place.Byte] >> place.Bit & 1) != 0) lost++;
            region[place.Byte] ^= (byte)(1 << place.Bit);
        }

        RetentionResult result = Check(region);
        Assert.Equal(RetentionConclusion.Decayed, result.Conclusion);
        Assert.Equal((lost, flips - lost), (result.OneToZero, result.ZeroToOne));
        Assert.Equal(places.Select(place => place.Byte).Distinct().Count(), result.Written - result.Intact);
        Assert.Equal(flips, result.Pages.Sum(page => page.OneToZero + page.ZeroToOne));
        Assert.Equal(places.Select(place => place.Byte / RetentionPage.Size * RetentionPage.Size).Distinct().Order(), result.Pages.Select(page => page.Offset));
        Assert.Equal(places.Min(place => place.Byte), result.LostRanges[0].Offset);
    }

    [Fact]
    public void The_note_is_found_though_every_copy_of_it_is_damaged()
    {
        RetentionNote note = Note();
        byte[] region = Armed(note);
        int copies = 0;
        for (int slot = 0; slot < 8; slot++)
        {
            if (!note.Has(slot)) continue;
            for (int at = 0; at + RetentionNote.Size <= note.DataLength; at += RetentionPattern.NoteDistance, copies++)
            {
                for (int flip = 0; flip < 5; flip++)
                {
                    int bit = _random.Next(RetentionNote.Size * 8);
                    region[note.Start(slot) + at + (bit / 8)] ^= (byte)(1 << (bit % 8));
                }
            }
        }

        Assert.True(copies > 40);
        RetentionResult result = Check(region);
        Assert.Equal((RetentionConclusion.Decayed, note), (result.Conclusion, result.Note));
        Assert.InRange(result.OneToZero + result.ZeroToOne, copies, copies * 5);
    }

    [Fact]
    public void A_page_written_anew_is_lost_as_one_range()
    {
        RetentionNote note = Note();
        byte[] region = Armed(note);
        long start = note.Start(5) + 100;
        region.AsSpan((int)start, 4096).Fill(0xA5);
        RetentionResult result = Check(region);
        Assert.Equal(RetentionConclusion.Retrained, result.Conclusion);
        (long offset, long length) = Assert.Single(result.LostRanges);
        Assert.InRange(offset, start, start + 8);
        Assert.InRange(length, 4096 - 16, 4096);
        Assert.InRange(result.Written - result.Intact, 4000, 4096);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void One_value_everywhere_is_wiped_where_it_was_armed(byte value)
    {
        byte[] region = new byte[RegionSize];
        region.AsSpan().Fill(value);
        RetentionResult wiped = RetentionCheck.Run(region, 0, [], new UsedRanges(region), armed: true), open = Check(region);
        Assert.Equal((RetentionConclusion.Wiped, true, null), (wiped.Conclusion, wiped.IsOneValue, wiped.Note));
        Assert.Equal((RetentionConclusion.Unknown, true, null), (open.Conclusion, open.IsOneValue, open.Note));
    }

    /// <summary>The driver's clearing sets start and size to 0 and leaves the dump.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2000)]
    public void A_slot_that_was_used_since_is_taken(int recorded)
    {
        RetentionNote note = Note();
        byte[] region = Armed(note);
        Record(region, (int)note.Start(3) - note.DataOffset, recorded, length: 2000);
        RetentionResult result = Check(region);
        Assert.Equal((RetentionConclusion.Kept, 1, 5L * note.DataLength), (result.Conclusion, result.SlotsTaken, result.Written));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x3000)]
    public void The_pattern_is_found_wherever_its_zones_were_thought_to_begin(int thought)
    {
        RetentionNote note = Note();
        byte[] bytes = [.. new byte[0x1230], .. Armed(note)];
        RetentionResult result = RetentionCheck.Run(bytes, thought, [], new UsedRanges(bytes), armed: false);
        Assert.Equal((RetentionConclusion.Kept, 0x1230, note), (result.Conclusion, result.Start, result.Note));
    }

    [Fact]
    public void All_of_a_whole_pattern_may_go()
    {
        RetentionNote note = Note();
        byte[] region = Armed(note);
        Assert.Equal(6L * note.DataLength, Remains(region, note).Sum(range => (long)range.Length));
        region[note.Start(3) + 500] ^= 0x11;
        Assert.Equal(6L * note.DataLength, Remains(region, note).Sum(range => (long)range.Length));
    }

    /// <summary>The sizes were changed since: a record begins within one slot of the pattern and ends within the next.</summary>
    [Theory]
    [InlineData(3000)]
    [InlineData(0)]
    public void Nothing_but_pattern_goes_whatever_the_layout(int recorded)
    {
        RetentionNote note = Note();
        byte[] region = Armed(note);
        byte[] before = [.. region];
        int at = (int)note.Start(2) + 0x1800;
        Record(region, at, recorded, length: 3000);
        List<(int Offset, int Length)> remains = Remains(region, note);
        Assert.NotEmpty(remains);
        foreach ((int offset, int length) in remains)
        {
            Assert.True(offset + length <= at - 128 || offset >= at + 12 + 3000 + 128);
            Assert.Equal(before.AsSpan(offset, length), region.AsSpan(offset, length));
        }

        // All the rest of the pattern does.
        Assert.InRange(remains.Sum(range => (long)range.Length), (6L * note.DataLength) - 3000 - 800, 6L * note.DataLength);
    }

    private static List<(int Offset, int Length)> Remains(byte[] region, RetentionNote note) => RetentionRemains.Find(region, 0, note, new UsedRanges(region), out _);

    private void Record(byte[] region, int at, int recorded, int length)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(region.AsSpan(at), ZoneHeader.BaseSignature);
        BinaryPrimitives.WriteInt32LittleEndian(region.AsSpan(at + 4), 0);
        BinaryPrimitives.WriteInt32LittleEndian(region.AsSpan(at + 8), recorded);
        _random.NextBytes(region.AsSpan(at + 12, length));
        "====1700000000.123456-D\n"u8.CopyTo(region.AsSpan(at + 12));
    }

    [Fact]
    public void Noise_is_unknown()
    {
        byte[] region = new byte[RegionSize];
        _random.NextBytes(region);
        Assert.Equal((RetentionConclusion.Unknown, null), (Check(region).Conclusion, Check(region).Note));
    }

    [Fact]
    public void Of_two_patterns_the_one_with_more_copies_counts()
    {
        RetentionNote old = Note(1), now = Note(2) with { Slots = 0b0110_1101 };
        byte[] region = Armed(old);
        Fill(region, now);
        RetentionResult result = Check(region);
        Assert.Equal((RetentionConclusion.Kept, now), (result.Conclusion, result.Note));
    }

    [Fact]
    public void A_note_that_leads_out_of_the_region_is_none()
    {
        byte[] region = new byte[RegionSize];
        _random.NextBytes(region);
        (Note() with { Slots = 1UL << 63 }).Write(region.AsSpan(512));
        (Note() with { DataLength = int.MaxValue, SlotSize = int.MaxValue, Slots = 1 }).Write(region.AsSpan(1024));
        (Note() with { DataOffset = int.MaxValue }).Write(region.AsSpan(2048));
        Assert.Null(Check(region).Note);
    }
}
