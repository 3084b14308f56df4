using System.Buffers;
using Pstore.Compression;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Records;
using Pstore.Recovery;

namespace Benchmarks;

/// <summary>Decoding speed by record kind and compressor, on records of real crashes.</summary>
internal static class DecodeTable
{
    public static void Print(string fixtures)
    {
        List<(string Name, byte[] Region)> images = Images.Read(fixtures);
        var done = new HashSet<CompressionKind>();
        Console.WriteLine("What                              Bytes        MB/s");
        foreach ((_, byte[] region) in images)
        {
            RecoveredRegion recovered = RegionRecovery.Recover(region, RecoveryOptions.Nothing);
            foreach (RecoveredRecord record in recovered.Records)
            {
                if (record.Kind == ZoneKind.Dmesg && record.Packing.IsWhole && done.Add(record.Packing.Kind)) PrintUnpack(record);
            }
        }

        PrintLargest(images, ZoneKind.Console, "console, from its zone");
        PrintTrace(images);
        (_, byte[] largest) = images.MaxBy(image => RegionRecovery.Recover(image.Region, RecoveryOptions.Nothing).Records.Sum(record => record.Content.Length));
        Row("region, layout search", largest.Length, Timer.Seconds(() => LayoutProbe.Find(largest, new KnownParameters())));
        Row("region, all of it", largest.Length, Timer.Seconds(() => RegionRecovery.Recover(largest, RecoveryOptions.Nothing)));
    }

    private static void PrintUnpack(RecoveredRecord record)
    {
        if (!DmesgHeader.TryParse(record.Raw.Span, true, out DmesgHeader header)) return;
        byte[] packed = record.Raw[header.LineLength..].ToArray(), text = new byte[record.Content.Length];
        Row($"dmesg, {record.Packing.Kind.Name()}", text.Length, Timer.Seconds(() => Codec.Decode(record.Packing.Kind, packed, text)));
    }

    private static void PrintLargest(List<(string Name, byte[] Region)> images, ZoneKind kind, string what)
    {
        AttachedZone? zone = images
            .SelectMany(image => RegionRecovery.Recover(image.Region, RecoveryOptions.Nothing).Zones)
            .Where(candidate => candidate.Zone.Kind == kind && candidate.HasRecord)
            .MaxBy(candidate => candidate.Header.Size);
        if (zone != null) Row(what, zone.Log().Length, Timer.Seconds(() => zone.Log()));
    }

    private static void PrintTrace(List<(string Name, byte[] Region)> images)
    {
        RecoveredRecord? record = images
            .SelectMany(image => RegionRecovery.Recover(image.Region, RecoveryOptions.Nothing).Records)
            .Where(candidate => candidate.Trace != null)
            .MaxBy(candidate => candidate.Content.Length);
        if (record?.Trace is not { } format) return;
        byte[] entries = record.Content.ToArray();
        ReadOnlyMemory<byte>[] halves = [entries.AsMemory(0, entries.Length / 2), entries.AsMemory(entries.Length / 2)];
        Row("ftrace, merge of two zones", entries.Length, Timer.Seconds(() => FtraceMerge.Merge(halves, format)));
        var text = new ArrayBufferWriter<byte>(1 << 20);
        var options = new FtraceTextOptions(format, record.TraceKernel ?? default);
        Row("ftrace, text without names", entries.Length, Timer.Seconds(() =>
        {
            text.ResetWrittenCount();
            FtraceText.Write(entries, entries.Length, options, text);
        }));
    }

    private static void Row(string what, int bytes, double seconds) => Console.WriteLine($"{what,-30} {bytes,8} {bytes / seconds / 1e6,11:F0}");
}
