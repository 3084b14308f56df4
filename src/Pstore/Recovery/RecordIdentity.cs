using System.Buffers;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>What makes two readings the same record, wherever it was read: by memory, a trace is entries; by the kernel, text with names.</summary>
public static class RecordIdentity
{
    /// <summary>Bytes that are alike for every reading of a record: its content; of a trace the lines without their names.</summary>
    public static ReadOnlyMemory<byte> Of(RecoveredRecord record)
    {
        if (record.Kind != ZoneKind.Ftrace) return record.Content;
        ReadOnlySpan<byte> text = record.Content.Span;
        if (record.Trace is { } format)
        {
            var rendered = new ArrayBufferWriter<byte>(text.Length * 4);
            FtraceText.Write(text, text.Length, new FtraceTextOptions(format, record.TraceKernel ?? KernelVersion.NewestKnown, null, 0), rendered);
            text = rendered.WrittenSpan;
        }

        var lines = new ArrayBufferWriter<byte>(text.Length + 1);
        while (!text.IsEmpty)
        {
            lines.Write(TraceLine.Numbers(ref text));
            lines.Write("\n"u8);
        }

        return lines.WrittenMemory;
    }
}
