using Pstore.Retention;
using PstoreAgent.Output;

namespace PstoreAgent.Reports;

/// <summary>The object of retention check --json.</summary>
internal static class RetentionJson
{
    public static void Write(RetentionResult result, ulong? address, bool sameBoot, StandardOutput output) => JsonParts.Write(output, writer =>
    {
        writer.WriteString("conclusion", result.Conclusion.ToString().ToLowerInvariant());
        writer.WriteBoolean("armed_in_this_boot", sameBoot);
        writer.WriteNumber("slots", result.Note?.SlotCount ?? 0);
        writer.WriteNumber("slots_taken", result.SlotsTaken);
        writer.WriteNumber("bytes_written", result.Written);
        writer.WriteNumber("bytes_intact", result.Intact);
        writer.WriteNumber("bits_1_to_0", result.OneToZero);
        writer.WriteNumber("bits_0_to_1", result.ZeroToOne);
        writer.WriteNumber("lost_range_count", result.LostRangeCount);
        writer.WriteStartArray("lost_ranges");
        foreach ((long offset, long length) in result.LostRanges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", offset);
            if (address is { } start) writer.WriteString("address", $"0x{start + (ulong)offset:x}");
            writer.WriteNumber("size", length);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("pages");
        foreach (RetentionPage page in result.Pages)
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", page.Offset);
            writer.WriteNumber("bytes_written", page.Written);
            writer.WriteNumber("bytes_intact", page.Intact);
            writer.WriteNumber("bits_1_to_0", page.OneToZero);
            writer.WriteNumber("bits_0_to_1", page.ZeroToOne);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
