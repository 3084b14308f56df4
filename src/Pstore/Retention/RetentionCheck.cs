using System.Numerics;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Retention;

/// <summary>Compares a region with the pattern that was written to its free zones.</summary>
public sealed class RetentionCheck
{
    private const int MostRanges = 16, SmallGap = 8, Line = 64;

    private readonly List<(long Offset, long Length)> _ranges = [];
    private readonly List<RetentionPage> _pages = [];
    private RetentionPage _page;
    private long _written, _intact, _oneToZero, _zeroToOne;
    private int _rangeCount;
    private long _rangeStart = -1, _rangeEnd;
    private long _denseBytes;

    private RetentionCheck()
    {
    }

    /// <summary>Looks for a pattern and counts what is left of it.</summary>
    /// <param name="bytes">Of the region, or of more.</param>
    /// <param name="regionBase">Where in it the offsets of the zones count from.</param>
    /// <param name="zones">The zones as they are now; may be empty.</param>
    /// <param name="used">What headers vouch for.</param>
    /// <param name="armed">Whether there was a pattern, as somebody knows who wrote it: the bytes alone don't tell a clearing from RAM that never had one.</param>
    public static RetentionResult Run(ReadOnlySpan<byte> bytes, int regionBase, IReadOnlyList<AttachedZone> zones, UsedRanges used, bool armed) =>
        NoteSearch.Find(bytes, regionBase, out int start) is { } note
            ? new RetentionCheck().Compare(bytes, start, note, used)
            : RetentionResult.Without(IsCleared(bytes[regionBase..], zones), armed);

    private RetentionResult Compare(ReadOnlySpan<byte> bytes, int start, RetentionNote note, UsedRanges used)
    {
        int taken = 0;
        for (int slot = 0; slot < RetentionNote.MaxSlots; slot++)
        {
            if (!note.Has(slot)) continue;
            long from = start + note.Start(slot);
            ReadOnlySpan<byte> data = bytes.Slice((int)from, note.DataLength);
            if (used.Touches(from - note.DataOffset, from + note.DataLength) || IsFormerRecord(data)) taken++;
            else CompareSlot(data, RetentionPattern.Of(note, slot), note.Start(slot));
        }

        EndRange();
        EndPage();
        return new RetentionResult(Conclude(), note, _written, _intact, _oneToZero, _zeroToOne, taken, _ranges, _rangeCount, _pages) { Start = start };
    }

    // Clearing a zone leaves the dump in it, from the front on.
    private static bool IsFormerRecord(ReadOnlySpan<byte> data) => DmesgHeader.TryParse(data, signedSeconds: true, out _);

    private RetentionConclusion Conclude()
    {
        if (_written == 0) return RetentionConclusion.Unknown;
        if (_written == _intact) return RetentionConclusion.Kept;

        // Bits that flip for want of refresh are spread; what overwrites takes whole lines.
        return 2 * _denseBytes > _written - _intact ? RetentionConclusion.Retrained : RetentionConclusion.Decayed;
    }

    private void CompareSlot(ReadOnlySpan<byte> found, ReadOnlySpan<byte> pattern, long start)
    {
        for (int line = 0; line < found.Length; line += Line)
        {
            int end = Math.Min(found.Length, line + Line), damaged = 0;
            for (int at = line; at < end; at++)
            {
                if (start + at - _page.Offset >= RetentionPage.Size)
                {
                    EndPage();
                    _page = new RetentionPage((start + at) / RetentionPage.Size * RetentionPage.Size, 0, 0, 0, 0);
                }

                int flipped = found[at] ^ pattern[at], lost = flipped & pattern[at];
                _page = _page with
                {
                    Written = _page.Written + 1,
                    Intact = _page.Intact + (flipped == 0 ? 1 : 0),
                    OneToZero = _page.OneToZero + BitOperations.PopCount((uint)lost),
                    ZeroToOne = _page.ZeroToOne + BitOperations.PopCount((uint)(flipped ^ lost)),
                };
                if (flipped == 0) continue;
                damaged++;
                Damage(start + at);
            }

            // Of bytes written anew by chance, 255 of 256 differ.
            if (2 * damaged > end - line) _denseBytes += damaged;
        }
    }

    /// <summary>Slots come in the order of their offsets, and so do pages; two slots may share one.</summary>
    private void EndPage()
    {
        _written += _page.Written;
        _intact += _page.Intact;
        _oneToZero += _page.OneToZero;
        _zeroToOne += _page.ZeroToOne;
        if (_page.Intact < _page.Written) _pages.Add(_page);
        _page = default;
    }

    private void Damage(long place)
    {
        if (_rangeStart >= 0 && place - _rangeEnd <= SmallGap)
        {
            _rangeEnd = place + 1;
            return;
        }

        EndRange();
        (_rangeStart, _rangeEnd) = (place, place + 1);
    }

    private void EndRange()
    {
        if (_rangeStart < 0) return;
        if (_rangeCount++ < MostRanges) _ranges.Add((_rangeStart, _rangeEnd - _rangeStart));
        _rangeStart = -1;
    }

    // Console and pmsg are written as soon as the driver is bound: only dumps' slots tell.
    private static bool IsCleared(ReadOnlySpan<byte> region, IReadOnlyList<AttachedZone> zones)
    {
        bool any = false;
        foreach (AttachedZone zone in zones)
        {
            if (zone.Zone.Kind != ZoneKind.Dmesg || zone.HasRecord || zone.Zone.End > region.Length) continue;
            any = true;
            if (!IsOneValue(region.Slice(zone.Zone.DataOffset, zone.Zone.DataSize))) return false;
        }

        return any || IsOneValue(region);
    }

    private static bool IsOneValue(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && bytes.IndexOfAnyExcept(bytes[0]) < 0;
}
