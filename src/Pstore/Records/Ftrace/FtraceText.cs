using System.Buffers;

namespace Pstore.Records;

/// <summary>
/// The text of a trace, as reading the file in pstorefs gives it (pstore_ftrace_seq_show in fs/pstore/inode.c).
/// <code>
/// 3.6–4.9  cpu ip  parent_ip  symbol &lt;- symbol+0xoffset/0xsize
/// ≥ 4.10   CPU:cpu ts:counter ip  parent_ip  symbol &lt;- symbol+0xoffset/0xsize
/// </code>
/// </summary>
public static class FtraceText
{
    /// <summary>
    /// Prints the whole entries in the last bytes of the first <paramref name="total"/> bytes of <paramref name="record"/>.
    /// </summary>
    /// <param name="record">Entries, and in a kernel's file the ECC notice behind them.</param>
    /// <param name="total">Bytes by which the entries are aligned: total modulo the entry size is skipped at the front.</param>
    /// <param name="options">Shape and names.</param>
    /// <param name="output">Where the text goes.</param>
    public static void Write(ReadOnlySpan<byte> record, int total, FtraceTextOptions options, IBufferWriter<byte> output)
    {
        FtraceFormat format = options.Format;
        int size = format.EntrySize;
        total = Math.Min(total, record.Length);
        for (int at = total % size; at + size <= total; at += size)
            WriteLine(FtraceReader.Read(record[at..], format), options, output);
    }

    /// <summary>
    /// The bytes by which a kernel's file is aligned: with the notice before 7.1, so that with ECC the entries are read
    /// from the wrong place and on into the notice; without it since.
    /// </summary>
    public static int AlignTotal(int length, int noticeLength, KernelVersion reader) =>
        KernelChanges.FtraceTextIgnoresNotice.In(reader) ? length - noticeLength : length;

    private static void WriteLine(FtraceEntry entry, FtraceTextOptions options, IBufferWriter<byte> output)
    {
        ulong ip = Shown(entry.Ip, options), parent = Shown(entry.ParentIp, options);
        var line = new TextCursor(output);
        if (options.Format.HasCounter)
        {
            line.Put("CPU:"u8);
            line.PutSigned((int)entry.Cpu);
            line.Put(" ts:"u8);
            line.PutNumber(entry.Timestamp);
        }
        else
        {
            line.PutSigned((int)entry.Cpu);
        }

        line.Put(" "u8);
        line.PutHex(ip, 8);
        line.Put("  "u8);
        line.PutHex(parent, 8);
        line.Put("  "u8);
        PutSymbol(ref line, ip, options, withOffset: false);
        line.Put(" <- "u8);
        PutSymbol(ref line, parent, options, withOffset: true);
        line.Put("\n"u8);
        line.Flush();
    }

    private static void PutSymbol(ref TextCursor line, ulong address, FtraceTextOptions options, bool withOffset)
    {
        if (options.Symbols == null || !options.Symbols.TryFind(unchecked(address - options.KaslrOffset), out Symbols.SymbolMatch symbol))
        {
            line.Put("0x"u8);
            line.PutHex(address, 1);
            return;
        }

        line.Put(symbol.Name);
        if (withOffset)
        {
            line.Put("+0x"u8);
            line.PutHex(symbol.Offset, 1);
            line.Put("/0x"u8);
            line.PutHex(symbol.Size, 1);
        }

        if (symbol.Module.IsEmpty) return;
        line.Put(" "u8);
        line.Put(symbol.Module[1..]);
    }

    /// <summary>Since 7.1 core kernel addresses are stored without the KASLR offset, all others without their top bit.</summary>
    private static ulong Shown(ulong stored, FtraceTextOptions options)
    {
        if (options.Format.CpuInIp || !KernelChanges.KaslrRelativeFtrace.In(options.Reader)) return stored;
        int width = options.Format.Writer.WordSize * 8;
        ulong top = 1UL << (width - 1);
        ulong shown = (stored & top) != 0 ? unchecked(stored + options.KaslrOffset) : stored | top;
        return width == 64 ? shown : (uint)shown;
    }
}
