using System.Globalization;

namespace PstoreAgent.Discovery.Facts;

/// <summary>Lists of CPUs as /sys writes them: "0-3", "0,2-5".</summary>
internal static class CpuList
{
    /// <summary>nr_cpu_ids of the list of possible CPUs: one more than the highest number; null for what is no such list.</summary>
    public static int? CountOfIds(ReadOnlySpan<char> text)
    {
        int highest = -1;
        foreach (Range part in text.Split(','))
        {
            ReadOnlySpan<char> range = text[part];
            int dash = range.IndexOf('-');
            if (!TryNumber(dash < 0 ? range : range[..dash], out int first)) return null;
            int last = first;
            if (dash >= 0 && (!TryNumber(range[(dash + 1)..], out last) || last < first)) return null;
            highest = Math.Max(highest, last);
        }

        return highest + 1;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < DiscoveryLimits.Cpus;
}
