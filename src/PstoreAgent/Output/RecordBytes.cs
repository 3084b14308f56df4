using CommunityToolkit.HighPerformance.Buffers;
using Pstore.Records;
using Pstore.Recovery;

namespace PstoreAgent.Output;

/// <summary>What the file of a record holds: its content, and for a trace the text of it.</summary>
internal sealed class RecordBytes : IDisposable
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly ArrayPoolBufferWriter<byte>? _text;

    private RecordBytes(ReadOnlyMemory<byte> content) => _content = content;

    private RecordBytes(ArrayPoolBufferWriter<byte> text) => _text = text;

    public ReadOnlySpan<byte> Span => _text == null ? _content.Span : _text.WrittenSpan;

    /// <summary>The bytes for a file; without a renderer traces stay as entries.</summary>
    public static RecordBytes Of(RecoveredRecord record, TraceRenderer? renderer)
    {
        if (record.Trace == null || renderer == null) return new RecordBytes(record.Content);
        var text = new ArrayPoolBufferWriter<byte>();
        renderer.Write(record, text);
        return new RecordBytes(text);
    }

    /// <summary>The time of a record's file; null for a kernel that had none.</summary>
    public static RecordTime? TimeOf(RecoveredRecord record) => record.Time is { Seconds: not 0 } known ? known : null;

    public void Dispose() => _text?.Dispose();
}
