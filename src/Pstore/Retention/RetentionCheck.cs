using System.Numerics;
using Pstore.Ram;

namespace Pstore.Retention;

/// <summary>Compares a region with the pattern that was written to its free zones.</summary>
public sealed class RetentionCheck
{
    private const int MostRanges = 16, SmallGap = 8, Line = 64;

    private readonly List<(long Offset, long Length)> _ranges = [];
    private readonly SortedDictionary<long, RetentionPage> _pages = [];
    private int _rangeCount;
    private long _rangeStart = -1, _rangeEnd;
    private long _denseBytes;

    private RetentionCheck()
    {
    }

    /// <summary>Looks for a pattern and counts what is left of it.</summary>
    /// <param name="region">The bytes of the region.</param>
    /// <param name="zones">Its zones as they are now; may be empty.</param>
    public static RetentionResult Run(ReadOnlySpan<byte> region, IReadOnlyList<AttachedZone> zones) =>
        NoteSearch.Find(region) is { } note ? new RetentionCheck().Compare(region, note, zones) : RetentionResult.Without(WithoutNote(region, zones));

    private RetentionResult Compare(ReadOnlySpan<byte> region, RetentionNote note, IReadOnlyList<AttachedZone> zones)
    {
        int taken = 0;
        for (int slot = 0; slot < RetentionNote.MaxSlots; slot++)
        {
            if (!note.Has(slot)) continue;
            if (HasRecord(zones, note.Start(slot))) taken++;
            else CompareSlot(region.Slice((int)note.Start(slot), note.DataLength), RetentionPattern.Of(note, slot), note.Start(slot));
        }

        EndRange();
        long written = _pages.Values.Sum(page => (long)page.Written), intact = _pages.Values.Sum(page => (long)page.Intact);
        return new RetentionResult(Conclude(written, intact), note, written, intact, _pages.Values.Sum(page => (long)page.OneToZero), _pages.Values.Sum(page => (long)page.ZeroToOne),
            taken, _ranges, _rangeCount, [.. _pages.Values.Where(page => page.Intact < page.Written)]);
    }

    private RetentionConclusion Conclude(long written, long intact)
    {
        if (written == 0) return RetentionConclusion.Unknown;
        if (written == intact) return RetentionConclusion.Kept;

        // Bits that flip for want of refresh are spread; what overwrites takes whole lines.
        return 2 * _denseBytes > written - intact ? RetentionConclusion.Retrained : RetentionConclusion.Decayed;
    }

    private void CompareSlot(ReadOnlySpan<byte> found, ReadOnlySpan<byte> pattern, long start)
    {
        RetentionPage page = PageOf(start);
        for (int line = 0; line < found.Length; line += Line)
        {
            int end = Math.Min(found.Length, line + Line), damaged = 0;
            for (int at = line; at < end; at++)
            {
                if (start + at - page.Offset >= RetentionPage.Size)
                {
                    _pages[page.Offset] = page;
                    page = PageOf(start + at);
                }

                int flipped = found[at] ^ pattern[at], lost = flipped & pattern[at];
                page = page with
                {
                    Written = page.Written + 1,
                    Intact = page.Intact + (flipped == 0 ? 1 : 0),
                    OneToZero = page.OneToZero + BitOperations.PopCount((uint)lost),
                    ZeroToOne = page.ZeroToOne + BitOperations.PopCount((uint)(flipped ^ lost)),
                };
                if (flipped == 0) continue;
                damaged++;
                Damage(start + at);
            }

            // Of bytes written anew by chance, 255 of 256 differ.
            if (2 * damaged > end - line) _denseBytes += damaged;
        }

        _pages[page.Offset] = page;
    }

    private RetentionPage PageOf(long place)
    {
        long offset = place / RetentionPage.Size * RetentionPage.Size;
        return _pages.TryGetValue(offset, out RetentionPage known) ? known : new RetentionPage(offset, 0, 0, 0, 0);
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

    private static bool HasRecord(IReadOnlyList<AttachedZone> zones, long dataStart)
    {
        foreach (AttachedZone zone in zones)
            if (zone.HasRecord && zone.Zone.DataOffset <= dataStart && dataStart < zone.Zone.End) return true;
        return false;
    }

    // Console and pmsg are written as soon as the driver is bound: only dumps' slots tell.
    private static RetentionConclusion WithoutNote(ReadOnlySpan<byte> region, IReadOnlyList<AttachedZone> zones)
    {
        bool any = false;
        foreach (AttachedZone zone in zones)
        {
            if (zone.Zone.Kind != ZoneKind.Dmesg || zone.HasRecord || zone.Zone.End > region.Length) continue;
            any = true;
            if (!IsOneValue(region.Slice(zone.Zone.DataOffset, zone.Zone.DataSize))) return RetentionConclusion.Unknown;
        }

        if (!any && !IsOneValue(region)) return RetentionConclusion.Unknown;
        return RetentionConclusion.Wiped;
    }

    private static bool IsOneValue(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && bytes.IndexOfAnyExcept(bytes[0]) < 0;
}
