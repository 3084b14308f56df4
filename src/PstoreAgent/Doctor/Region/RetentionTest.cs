using System.Text.Json;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Region;

/// <summary>What a retention test said, where somebody kept it: pstore-agent retention check --json >FILE.</summary>
internal static class RetentionTest
{
    private const string File = "/var/lib/pstore-agent-retention.json";
    private const int Limit = 1 << 20;

    // ECC of 16 bytes repairs 8 wrong ones of 144; where one of 50 is wrong on average, many blocks have more.
    private const int TooMany = 50;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.HasMachine) yield return Judge(setup);
    }

    private static Finding Judge(Setup setup)
    {
        if (setup.Machine.Root.TryReadBytes(File, Limit, out byte[] bytes) != ReadState.Read)
            return Finding.Unknown("retention", $"whether RAM outlives a reset: no test is kept in {File}");
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement top = document.RootElement;
            return Judge(setup, top, JsonMember.IsTrue(top, "armed_in_this_boot") ? null : JsonMember.Text(top, "conclusion"));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The latter is half a surrogate within a string.
            return Judge(setup, default, null);
        }
    }

    private static Finding Judge(Setup setup, JsonElement test, string? conclusion)
    {
        switch (conclusion)
        {
            case "kept":
                return Finding.Ok("retention", $"RAM outlived the reset of the test in {File}");
            case "decayed":
                long written = Number(test, "bytes_written"), lost = written - Number(test, "bytes_intact");
                if (lost > written / TooMany) return Lost($"the test in {File} has {lost} of {written} bytes with flipped bits, more than ECC repairs: the RAM is not refreshed over the reset");
                string evidence = $"by the test in {File}; ECC repairs {(setup.Region?.Ecc > 0 ? "as long as few do in a block, and is on" : "some of them")}";
                return Finding.Warning("retention-decayed", "Bits of the RAM flip over a reset", evidence, setup.Region?.Ecc > 0 ? [] : [setup.IsByTree ? Fix.Tree("ecc-size = <16>;") : Fix.Argument("ramoops.ecc=1")]);
            case "retrained" or "wiped":
                return Lost($"the test in {File} says \"{conclusion}\": look for an option of the boot loader that keeps this memory, or take another place");
            default:
                return Finding.Unknown("retention", $"whether RAM outlives a reset: the test in {File} does not tell");
        }
    }

    private static Finding Lost(string evidence) => Finding.Problem("retention-lost", "RAM does not outlive a reset", evidence);

    private static long Number(JsonElement test, string name) => test.TryGetProperty(name, out JsonElement value) && value.TryGetInt64(out long number) ? number : 0;
}
