using System.Buffers.Binary;

namespace Pstore.Records;

/// <summary>
/// Android's framing of pmsg, packed and little-endian (liblog: android_logger.h, pmsg_reader.cpp).
/// <code>
/// 0  u8 'l'   1  u16 len   3  u16 uid   5  u16 pid          len: all bytes of the record
/// 7  u8 id    8  u16 tid   10 u32 sec   14 u32 nsec
/// 18 text logs: u8 priority, tag NUL, message NUL; events, stats, security: binary
/// </code>
/// A reader that finds no record at a place goes on to the next 'l'.
/// </summary>
public static class AndroidLog
{
    private const int HeaderSize = 18, LeastLength = 19, MaxPayload = 4068, LogIds = 8;

    /// <summary>Reads the record at <paramref name="at"/>; false when there is none, or it is cut.</summary>
    public static bool TryRead(ReadOnlySpan<byte> log, int at, out AndroidLogEntry entry, out int length)
    {
        entry = default;
        length = 0;
        ReadOnlySpan<byte> bytes = log[at..];
        if (bytes.Length <= LeastLength || bytes[0] != 'l') return false;
        length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[1..]);
        if (length is <= LeastLength or > LeastLength + MaxPayload || length > bytes.Length) return false;
        byte id = bytes[7], priority = bytes[18];
        uint nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]);
        bool binary = id is 2 or 5 or 6;
        if (id >= LogIds || nanoseconds >= 1_000_000_000) return false;
        if (id is not (2 or 6) && priority is 0 or 1 or >= 8) return false;

        Range tag = at..at, message = (at + HeaderSize)..(at + length);
        if (!binary)
        {
            int text = at + HeaderSize + 1;
            int tagLength = log[text..(at + length)].IndexOf((byte)0);
            if (tagLength < 0) tagLength = at + length - text;
            tag = text..(text + tagLength);
            int from = Math.Min(text + tagLength + 1, at + length);
            message = from..(from + log[from..(at + length)].TrimEnd((byte)0).Length);
        }

        var time = new RecordTime(BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]), (int)nanoseconds);
        entry = new AndroidLogEntry(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            id, time, binary ? (byte)0 : priority, tag, message);
        return true;
    }

    /// <summary>The next record at or behind <paramref name="from"/>.</summary>
    public static bool TryFindNext(ReadOnlySpan<byte> log, int from, out int at, out AndroidLogEntry entry, out int length)
    {
        for (at = from; at < log.Length; at++)
        {
            int found = log[at..].IndexOf((byte)'l');
            if (found < 0) break;
            at += found;
            if (TryRead(log, at, out entry, out length)) return true;
        }

        entry = default;
        length = 0;
        return false;
    }

    /// <summary>Whether a log has Android's framing: a record, and for a lone one a text log with a printable tag.</summary>
    public static bool IsAndroid(ReadOnlySpan<byte> log) => TryFindStretch(log, out _);

    /// <summary>From the first record to the end of the last one.</summary>
    public static bool TryFindStretch(ReadOnlySpan<byte> log, out Range stretch)
    {
        stretch = default;
        int first = -1, end = 0, from = 0, records = 0;
        bool convincing = false;
        while (TryFindNext(log, from, out int at, out AndroidLogEntry entry, out int length))
        {
            if (first < 0) first = at;
            records++;
            ReadOnlySpan<byte> tag = log[entry.Tag];
            convincing |= !tag.IsEmpty && !tag.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
            from = end = at + length;
        }

        if (records == 0 || (records == 1 && !convincing)) return false;
        stretch = first..end;
        return true;
    }
}
