using Microsoft.Extensions.Logging;
using Pstore;
using Pstore.Compression;
using PstoreAgent.Discovery;
using PstoreAgent.Sources;

namespace PstoreAgent.CommandLine;

/// <summary>Turns option texts into values; each failure names the option and what it takes.</summary>
internal sealed class OptionValues(IReadOnlyDictionary<string, string> values)
{
    private static readonly string[] s_liveOnly = ["--source", "--mem-address", "--probe-reference", "--blkdev"];

    private static readonly string[] s_blockOnly = ["--kmsg-size", "--blkdev"], s_ramoopsOnly = ["--record-size", "--ecc", "--flags", "--mem-address", "--probe-reference"];

    private static readonly string[] s_notOfFlash = [.. s_ramoopsOnly, "--pmsg-size", "--console-size", "--ftrace-size"];

    public CommonOptions Common()
    {
        if (Has("--image"))
        {
            foreach (string name in s_liveOnly)
                if (Has(name)) throw new UsageException($"{name} is for this machine, --image for a file: give one of them");
        }
        else if (Has("--offset"))
        {
            throw new UsageException("--offset needs --image; in the memory of this machine the region is named with --mem-address");
        }

        if (Has("--kmsg-size") && Has("--record-size"))
            throw new UsageException("--record-size is a size of ramoops, --kmsg-size one of a block store: give one of them");
        return new CommonOptions
        {
            Backend = Backend(),
            BlockDevice = Text("--blkdev"),
            KmsgSize = Size("--kmsg-size") is 0 ? throw new UsageException("--kmsg-size: a store has dmesg zones of at least one page") : Size("--kmsg-size"),
            Image = Text("--image"),
            Source = SourceKinds.Parse(Choice("--source", "auto", "mem", "kcore", "pstore")),
            MemAddress = Number("--mem-address", long.MaxValue),
            DtbFile = Text("--dtb"),
            Root = Text("--root") ?? "/",
            ProbeReference = Has("--probe-reference"),
            Offset = (long)(Number("--offset", long.MaxValue) ?? 0),
            Kernel = Version("--kernel"),
            Reader = Version("--reader"),
            ReaderCompress = Compressor("--reader-compress"),
            MemSize = Size("--mem-size") is 0 ? throw new UsageException("--mem-size: a region has at least one byte") : Size("--mem-size"),
            RecordSize = Size("--record-size"),
            ConsoleSize = Size("--console-size"),
            FtraceSize = Size("--ftrace-size"),
            PmsgSize = Size("--pmsg-size"),
            Ecc = (int?)Number("--ecc", Limits.MaxEccSize),
            Flags = (uint?)Number("--flags", uint.MaxValue),
            Cpus = Cpus(),
            Symbols = Text("--symbols"),
            KaslrOffset = Number("--kaslr-offset", ulong.MaxValue),
            BigEndian = Choice("--endian", "little", "big") is { } endian ? endian == "big" : null,
            WordSize = Choice("--word-size", "32", "64") is { } bits ? (bits == "32" ? 4 : 8) : null,
            LogLevel = Level("--log-level"),
        };
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name) => values.GetValueOrDefault(name);

    public ulong? Number(string name, ulong most)
    {
        if (Text(name) is not { } text) return null;
        if (!NumberText.TryParse(text, out ulong value))
        {
            if (NumberText.IsTooLarge(text)) throw new UsageException($"{name}: {text} is too large, the most is {most}");
            throw new UsageException($"{name}: '{text}' is no number{(text.StartsWith('-') ? " from 0 on" : "")}; write it as 4096, 0x1000, 4K or 1M");
        }

        return value <= most ? value : throw new UsageException($"{name}: {text} is too large, the most is {most}");
    }

    public string? Choice(string name, params string[] choices)
    {
        if (Text(name) is not { } text) return null;
        return choices.Contains(text) ? text : throw new UsageException($"{name}: '{text}' is none of {string.Join(", ", choices)}");
    }

    /// <summary>A span of time; none where the option is not given.</summary>
    public TimeSpan Age(string name)
    {
        if (Text(name) is not { } text) return TimeSpan.Zero;
        return DurationText.TryParse(text, out long value) ? TimeSpan.FromMilliseconds(value) : throw new UsageException($"{name}: '{text}' is no span of time; write it as 90m, 12h, 30d or 2w");
    }

    /// <summary>A duration in milliseconds.</summary>
    public long? Duration(string name, long least, long most)
    {
        if (Text(name) is not { } text) return null;
        if (!DurationText.TryParse(text, out long value)) throw new UsageException($"{name}: '{text}' is no duration; write it as 5s, 1.5s, 500ms, 2m or 1h (a bare number is seconds)");
        return value >= least && value <= most ? value : throw new UsageException($"{name}: {text} is not between {least} ms and {most / 1000} s");
    }

    /// <summary>The backend that is named, or that another option implies.</summary>
    private Backend? Backend()
    {
        string? word = Choice("--backend", Backends.Words);
        if (word is null or "auto") word = Has("--kmsg-size") || Has("--blkdev") ? "blk" : Has("--record-size") || Has("--mem-address") ? "ramoops" : null;
        foreach (string name in word switch { "ramoops" => s_blockOnly, "blk" => s_ramoopsOnly, "mtd" => s_notOfFlash, _ => [] })
            if (Text(name) is { } text && text != "0") throw new UsageException($"{name} says nothing of {word}; leave out one of them");
        if (word is "blk" or "mtd" && Text("--source") is "mem" or "kcore") throw new UsageException($"--source {Text("--source")} is memory, and says nothing of {word}; leave out one of them");
        return Backends.Parse(word);
    }

    private long? Size(string name) => (long?)Number(name, int.MaxValue);

    private int? Cpus()
    {
        int? cpus = (int?)Number("--cpus", 65536);
        return cpus == 0 ? throw new UsageException("--cpus: there is at least one CPU") : cpus;
    }

    private KernelVersion? Version(string name)
    {
        if (Text(name) is not { } text) return null;
        if (!KernelVersion.TryParse(text, out KernelVersion version))
            throw new UsageException($"{name}: '{text}' is no kernel version; write it as 6.1.192 or 6.1");
        return version.Major > 3 || (version.Major == 3 && version.Minor >= 5)
            ? version
            : throw new UsageException($"{name}: {text} is too old; ramoops has zones since 3.5");
    }

    private CompressionKind? Compressor(string name)
    {
        if (Text(name) is not { } text) return null;
        return CompressionNames.TryParse(text, out CompressionKind kind)
            ? kind
            : throw new UsageException($"{name}: '{text}' is none of deflate, lzo, lz4, lz4hc, 842, zstd, zlib, none");
    }

    private LogLevel Level(string name) => Choice(name, "trace", "debug", "information", "warning", "error", "none") switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "information" => LogLevel.Information,
        "error" => LogLevel.Error,
        "none" => LogLevel.None,
        _ => LogLevel.Warning,
    };
}
