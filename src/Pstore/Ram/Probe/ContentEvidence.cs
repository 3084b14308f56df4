using Pstore.Records;

namespace Pstore.Ram.Probe;

/// <summary>What the first bytes of a zone's record say about its kind, for zones whose headers look alike.</summary>
internal sealed class ContentEvidence
{
    /// <summary>The most that one zone can get.</summary>
    public const int MostPoints = 6;

    private readonly Dictionary<int, (bool Dump, bool Console)> _looks = [];

    public ContentEvidence(ReadOnlySpan<byte> region, IReadOnlyList<HeaderHit> hits)
    {
        foreach (HeaderHit hit in hits)
        {
            if (hit.IsFtrace || hit.Header.Size == 0) continue;
            ReadOnlySpan<byte> data = region.Slice(hit.Offset + Limits.ZoneHeaderSize, (int)Math.Min(hit.Header.Size, 4096));
            bool dump = DmesgHeader.TryParse(data, signedSeconds: true, out _);
            _looks[hit.Offset] = (dump, !dump && LooksLikeConsole(data));
        }
    }

    /// <summary>Points for or against a zone of this kind at this offset.</summary>
    public int Of(ZoneKind kind, int offset)
    {
        if (!_looks.TryGetValue(offset, out (bool Dump, bool Console) looks)) return 0;
        return kind switch
        {
            ZoneKind.Dmesg => looks.Dump ? MostPoints : -6,
            ZoneKind.Console => looks.Dump ? -6 : looks.Console ? 3 : 0,
            _ => looks.Dump ? -6 : looks.Console ? -2 : 1,
        };
    }

    /// <summary>At least one line that starts with a printk time, "[    0.000000] ".</summary>
    private static bool LooksLikeConsole(ReadOnlySpan<byte> data)
    {
        int at = 0;
        while (true)
        {
            int open = data[at..].IndexOf((byte)'[');
            if (open < 0) return false;
            at += open + 1;
            ReadOnlySpan<byte> rest = data[at..];
            int close = rest.IndexOf((byte)']');
            if (close is < 8 or > 24) continue;
            ReadOnlySpan<byte> stamp = rest[..close].TrimStart((byte)' ');
            if (stamp.Length >= 8 && stamp[^7] == '.' && stamp.IndexOfAnyExcept("0123456789."u8) < 0) return true;
        }
    }
}
