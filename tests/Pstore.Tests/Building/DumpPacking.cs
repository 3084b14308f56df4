using ZstdSharp.Unsafe;

namespace Pstore.Tests.Building;

/// <summary>How the pstore core makes a record of the log: how much text it takes, packing, and what it does when packing fails.</summary>
internal sealed class DumpPacking(RegionSetup setup, KernelVersion kernel, BuiltZone zone)
{
    private readonly WriterRules _rules = new(kernel);

    private int BufferSize => _rules.BufferIsZoneData
        ? zone.DataSize
        : Math.Max(LayoutPlan.RoundDown(setup.RecordSize), setup.ConsoleSize > 0 ? 1024 : 0);

    /// <summary>Returns what goes to ramoops, what it unpacks to, and whether it is packed after all.</summary>
    public (byte[] Payload, byte[] Text, bool Packed) Pack(byte[] firstLine, byte[] log, Compressor compressor)
    {
        int buffer = BufferSize;
        if (compressor == Compressor.None)
        {
            byte[] plain = [.. firstLine, .. NewestLines(log, buffer - firstLine.Length)];
            return (plain, plain, false);
        }

        int capacity = TextCapacity(compressor, buffer);
        byte[] text = [.. firstLine, .. NewestLines(log, capacity - firstLine.Length)];
        byte[] packed = Compress(text, compressor);
        bool grew = compressor == Compressor.Zlib && _rules.ZlibMustShrink && packed.Length >= text.Length;
        if (packed.Length <= buffer && !grew) return (packed, text, true);

        byte[] fallback;
        if (_rules.ZlibOnly)
        {
            fallback = text;
            Array.Resize(ref fallback, buffer);
        }
        else
        {
            byte[] body = text[firstLine.Length..];
            int room = Math.Max(0, buffer - firstLine.Length);
            fallback = [.. firstLine, .. body[Math.Max(0, body.Length - room)..]];
        }

        return (fallback, fallback, false);
    }

    private static byte[] NewestLines(byte[] log, int room)
    {
        int from = 0;
        while (log.Length - from > room)
        {
            int end = Array.IndexOf(log, (byte)'\n', from);
            if (end < 0) return [];
            from = end + 1;
        }

        return log[from..];
    }

    private int TextCapacity(Compressor compressor, int buffer)
    {
        if (_rules.ZlibOnly) return buffer * 100 / 60;
        return compressor switch
        {
            Compressor.Deflate or Compressor.Zlib => buffer * 100 / DeflatePercent(buffer),
            Compressor.Lz4 => buffer + (buffer / 255) + 16,
            Compressor.Lzo => buffer + (buffer / 16) + 67,
            Compressor.Zstd => buffer + (buffer >> 8),
            _ => buffer,
        };
    }

    private static int DeflatePercent(int buffer) => buffer switch
    {
        >= 1000 and <= 2000 => 56,
        > 2000 and <= 3000 => 54,
        > 3000 and < 4000 => 52,
        >= 4000 and <= 10000 => 45,
        _ => 60,
    };

    private byte[] Compress(byte[] text, Compressor compressor) => compressor switch
    {
        Compressor.Deflate => WindowedDeflate.Raw(text, _rules.ZlibOnly ? 32768 : 2048),
        Compressor.Zlib => WindowedDeflate.Zlib(text),
        Compressor.Lz4 => Lz4Encoder.Encode(text),
        Compressor.Lzo => LzoEncoder.Encode(text),
        Compressor.Sw842 => Sw842Encoder.Encode(text),
        Compressor.Zstd => Zstd(text),
        _ => text,
    };

    private byte[] Zstd(byte[] text)
    {
        using var packer = new ZstdSharp.Compressor(3);
        packer.SetParameter(ZSTD_cParameter.ZSTD_c_contentSizeFlag, _rules.ZstdContentSize ? 1 : 0);
        return packer.Wrap(text).ToArray();
    }
}
