using System.Buffers;
using Pstore.Records;
using Pstore.Recovery;
using Pstore.Symbols;
using PstoreAgent.CommandLine;
using PstoreAgent.Sources;

namespace PstoreAgent.Output;

/// <summary>Prints recovered traces, with names where --symbols gives them.</summary>
internal sealed class TraceRenderer(CommonOptions common, RecoveredRegion region)
{
    private readonly Lazy<SymbolTable?> _symbols = new(() => SymbolSource.Read(common));
    private readonly Lazy<ulong> _kaslr = new(() => SymbolSource.KaslrOffset(common, region));

    public void Write(RecoveredRecord record, IBufferWriter<byte> output)
    {
        ulong offset = _symbols.Value == null ? common.KaslrOffset ?? 0 : _kaslr.Value;
        var options = new FtraceTextOptions(record.Trace!.Value, record.TraceKernel ?? region.Kernel.Version, _symbols.Value, offset);
        FtraceText.Write(record.Content.Span, record.Content.Length, options, output);
    }
}
