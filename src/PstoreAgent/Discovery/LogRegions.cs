using System.Text;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery;

/// <summary>
/// What the kernel logs of a region:
/// "ramoops: using 0x100000@0x880000000, ecc: 16" (ramoops_probe, from 5.0 on), "ramoops: attached 0x100000@0x880000000, ecc: 16/0" (before),
/// "OF: reserved mem: 0x880000000..0x8800fffff (1024 KiB) nomap non-reusable ramoops@880000000" (drivers/of/of_reserved_mem.c, newer kernels).
/// </summary>
internal static class LogRegions
{
    private const int LongestLine = 1024;

    /// <summary>One candidate for each different line; of the driver's own lines the last, which is of the binding that holds.</summary>
    public static List<RegionCandidate> Find(ReadOnlySpan<byte> log)
    {
        var found = new List<RegionCandidate>();
        RegionCandidate? driver = null;
        while (!log.IsEmpty)
        {
            int end = log.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? log : log[..end];
            log = end < 0 ? default : log[(end + 1)..];

            // Most lines are somebody else's: no text is made of them.
            if (line.Length > LongestLine || (line.IndexOf("ramoops"u8) < 0 && line.IndexOf("pstore"u8) < 0)) continue;
            string message = Message(Encoding.Latin1.GetString(line));
            if (TryDriverLine(message) is { } bound) driver = bound;
            else if (TryReservedLine(message) is { } reserved && found.Count < DiscoveryLimits.Candidates && !found.Contains(reserved)) found.Add(reserved);
        }

        if (driver != null) found.Insert(0, driver);
        return found;
    }

    /// <summary>A line without priority "&lt;6&gt;", time "[    0.1]", caller "[    T1]" and what loggers put before.</summary>
    private static string Message(string line)
    {
        ReadOnlySpan<char> rest = line.AsSpan().Trim();
        while (rest.Length > 0 && rest[0] is '<' or '[')
        {
            int end = rest.IndexOf(rest[0] == '<' ? '>' : ']');
            if (end < 0) break;
            rest = rest[(end + 1)..].TrimStart();
        }

        const string logger = "kernel: ";
        return (rest.StartsWith(logger) ? rest[logger.Length..] : rest).ToString();
    }

    private static RegionCandidate? TryDriverLine(string message)
    {
        ReadOnlySpan<char> rest = message;
        if (!Skip(ref rest, "ramoops: using ") && !Skip(ref rest, "ramoops: attached ")) return null;
        if (!KernelNumber.TakeHex(ref rest, out ulong size) || !Skip(ref rest, "@") || !KernelNumber.TakeHex(ref rest, out ulong address)) return null;
        if (!Skip(ref rest, ", ecc: ") || size is 0 or > long.MaxValue) return null;
        int slash = rest.IndexOf('/');
        return new RegionCandidate(DiscoverySource.KernelLog, $"the kernel log (\"{message}\")")
        {
            Address = address,
            MemSize = (long)size,
            Ecc = KernelNumber.TryInt(slash < 0 ? rest : rest[..slash], out int ecc) && ecc >= 0 ? ecc : null,
        };
    }

    private static RegionCandidate? TryReservedLine(string message)
    {
        ReadOnlySpan<char> rest = message;
        if (!Skip(ref rest, "OF: reserved mem: ") || !KernelNumber.TakeHex(ref rest, out ulong first) || !Skip(ref rest, "..")) return null;
        if (!KernelNumber.TakeHex(ref rest, out ulong last) || last < first || last - first >= long.MaxValue) return null;
        ReadOnlySpan<char> name = rest[(rest.LastIndexOf(' ') + 1)..];
        if (!name.StartsWith("ramoops") && !name.StartsWith("pstore")) return null;
        return new RegionCandidate(DiscoverySource.KernelLog, $"the kernel log (\"{message}\")")
        {
            Address = first,
            MemSize = (long)(last - first) + 1,
            NoMap = rest.Contains(" nomap ", StringComparison.Ordinal),
        };
    }

    private static bool Skip(ref ReadOnlySpan<char> rest, string words)
    {
        if (!rest.StartsWith(words)) return false;
        rest = rest[words.Length..];
        return true;
    }
}
