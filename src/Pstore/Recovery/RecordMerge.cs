using CommunityToolkit.HighPerformance.Buffers;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>
/// Joins the records of a region with those of the mounted file system of the same machine: each record once.
/// While the driver is bound the two tell of different times: the zones of console and pmsg were begun anew when it
/// was bound, and what they held before is in the file system only. Those of a block store are begun anew no sooner than
/// the kernel shows what they held.
/// </summary>
public static class RecordMerge
{
    /// <summary>The records that the kernel shows first, then the others.</summary>
    /// <param name="region">Records of the zones.</param>
    /// <param name="files">Records of the file system.</param>
    /// <param name="driverBound">Whether the zones are written at this moment.</param>
    public static List<RecoveredRecord> Merge(IReadOnlyList<RecoveredRecord> region, IReadOnlyList<RecoveredRecord> files, bool driverBound)
    {
        var shown = new List<RecoveredRecord>();
        List<RecoveredRecord> left = [.. region];
        foreach (RecoveredRecord file in files)
        {
            int same = left.FindIndex(record => record.Origin == RecordOrigin.Live && IsSame(record, file));
            if (same < 0)
            {
                shown.Add(file);
                continue;
            }

            shown.Add(left[same] with { Places = RecordPlaces.Region | RecordPlaces.FileSystem });
            left.RemoveAt(same);
        }

        var others = new List<RecoveredRecord>();
        foreach (RecoveredRecord each in left)
        {
            RecoveredRecord record = each;
            if (!record.Origin.ShownByKernel())
            {
                if (files.Any(file => Contains(file, record))) continue;
                record = WithoutFile(record, files);
            }

            bool current = record.Origin == RecordOrigin.Live
                && ((driverBound && IsBegunAnew(record, files)) || files.Any(file => IsSameZone(record, file)));
            RecoveredRecord marked = record with { IsCurrentContent = current };
            (marked.IsShownByKernel ? shown : others).Add(marked);
        }

        return [.. shown, .. others];
    }

    private static bool IsBegunAnew(RecoveredRecord record, IReadOnlyList<RecoveredRecord> files) =>
        record.Kind is ZoneKind.Console or ZoneKind.Pmsg
        && (record.Backend != ZoneFormat.Blk.Backend || files.Any(file => file.Backend == record.Backend));

    private static bool IsSameZone(RecoveredRecord record, RecoveredRecord file) =>
        record.Kind == file.Kind && record.Id == file.Id && record.Backend == file.Backend;

    /// <summary>Whether a file of the file system holds a record: of the same kind and number, with the same content.</summary>
    /// <param name="record">A record of a zone, or of an earlier reading of the file system.</param>
    /// <param name="file">The record that was read from the file.</param>
    public static bool IsSame(RecoveredRecord record, RecoveredRecord file)
    {
        if (!IsSameZone(record, file)) return false;
        if (record.Trace is { } format) return IsSameTrace(record, format, file.Content.Span);
        return record.Content.Span.SequenceEqual(file.Content.Span)
            || (!file.Packing.IsWhole && !file.Raw.IsEmpty && record.Raw.Span.EndsWith(file.Raw.Span));
    }

    private static bool Contains(RecoveredRecord file, RecoveredRecord record) =>
        file.Kind == record.Kind && !record.Content.IsEmpty && file.Content.Span.IndexOf(record.Content.Span) >= 0;

    /// <summary>A zone that was begun anew still has, from its front, what is a file now: only what lies behind that is more.</summary>
    private static RecoveredRecord WithoutFile(RecoveredRecord record, IReadOnlyList<RecoveredRecord> files)
    {
        RecoveredRecord? front = files.FirstOrDefault(file =>
            file.Kind == record.Kind && record.Kind is ZoneKind.Console or ZoneKind.Pmsg
            && !file.Content.IsEmpty && record.Content.Span.StartsWith(file.Content.Span));
        if (front == null) return record;
        int length = front.Content.Length;
        return record with
        {
            Content = record.Content[length..],
            Raw = record.Raw[Math.Min(length, record.Raw.Length)..],
            Offset = record.Offset + length,
            Origin = RecordOrigin.StaleTail,
        };
    }

    /// <summary>The file has text whose names the kernel chose; number, time and addresses are compared.</summary>
    private static bool IsSameTrace(RecoveredRecord record, FtraceFormat format, ReadOnlySpan<byte> file)
    {
        using var own = new ArrayPoolBufferWriter<byte>();
        FtraceText.Write(record.Content.Span, record.Content.Length, new FtraceTextOptions(format, record.TraceKernel ?? KernelVersion.NewestKnown, null, 0), own);
        ReadOnlySpan<byte> text = own.WrittenSpan;
        while (!text.IsEmpty && !file.IsEmpty)
        {
            if (!TraceLine.Numbers(ref text).SequenceEqual(TraceLine.Numbers(ref file))) return false;
        }

        return text.IsEmpty && file.IsEmpty;
    }
}
