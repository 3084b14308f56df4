using System.Buffers.Binary;
using System.Text;
using Pstore.Records;
using Xunit;

namespace Pstore.Tests.Records;

public sealed class AndroidLogTests
{
    [Fact]
    public void Reads_a_text_record()
    {
        byte[] log = Record(0, 1000, 4242, 4243, 1700000000, 5_000_000, [4, .. "init\0starting\0"u8]);
        Assert.True(AndroidLog.TryRead(log, 0, out AndroidLogEntry entry, out int length));
        Assert.Equal(log.Length, length);
        Assert.Equal((1000, 4242, 4243, "main", 'I'), (entry.Uid, entry.Pid, entry.Tid, entry.LogName, entry.PriorityLetter));
        Assert.Equal(new RecordTime(1700000000, 5_000_000), entry.Time);
        Assert.Equal("init", Text(log[entry.Tag]));
        Assert.Equal("starting", Text(log[entry.Message]));
    }

    [Fact]
    public void Binary_logs_keep_their_payload()
    {
        byte[] log = Record(2, 0, 1, 1, 1, 0, [0x11, 0x22, 0x33, 0x44]);
        Assert.True(AndroidLog.TryRead(log, 0, out AndroidLogEntry entry, out _));
        Assert.True(entry.IsBinary);
        Assert.Equal([0x11, 0x22, 0x33, 0x44], log[entry.Message]);
    }

    [Fact]
    public void Goes_on_behind_what_is_no_record()
    {
        byte[] one = Record(0, 1, 2, 3, 4, 5, [4, .. "a\0first\0"u8]), two = Record(0, 1, 2, 3, 4, 5, [4, .. "b\0second\0"u8]);
        byte[] log = [.. "tail of an old record, all lost"u8, .. one, .. "noise llll"u8, .. two];
        var messages = new List<string>();
        int from = 0;
        while (AndroidLog.TryFindNext(log, from, out int at, out AndroidLogEntry entry, out int length))
        {
            messages.Add(Text(log[entry.Message]));
            from = at + length;
        }

        Assert.Equal(["first", "second"], messages);
        Assert.True(AndroidLog.IsAndroid(log));
    }

    [Theory]
    [InlineData(8, 0u, 4)]
    [InlineData(0, 1_000_000_000u, 4)]
    [InlineData(0, 0u, 1)]
    [InlineData(0, 0u, 8)]
    public void Refuses_impossible_fields(byte id, uint nanoseconds, byte priority) =>
        Assert.False(AndroidLog.TryRead(Record(id, 1, 2, 3, 4, nanoseconds, [priority, .. "tag\0message\0"u8]), 0, out _, out _));

    [Fact]
    public void Plain_text_is_not_android()
    {
        string text = string.Concat(Enumerable.Repeat("hello, all is well; lll\n", 200));
        Assert.False(AndroidLog.IsAndroid(Encoding.ASCII.GetBytes(text)));
    }

    private static byte[] Record(byte id, ushort uid, ushort pid, ushort tid, uint seconds, uint nanoseconds, byte[] payload)
    {
        byte[] record = new byte[18 + payload.Length];
        record[0] = (byte)'l';
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(1), (ushort)record.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(3), uid);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(5), pid);
        record[7] = id;
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(8), tid);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(10), seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(14), nanoseconds);
        payload.CopyTo(record, 18);
        return record;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
