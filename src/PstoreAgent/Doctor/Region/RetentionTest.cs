using System.Text.Json;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Region;

/// <summary>What a retention test said, where somebody kept it: pstore-agent retention check --json >FILE.</summary>
internal static class RetentionTest
{
    private const string File = "/var/lib/pstore-agent-retention.json";
    private const int Limit = 1 << 20;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (!setup.HasMachine) yield break;
        yield return Conclusion(setup.Machine.Root) switch
        {
            null => Finding.Unknown("retention", $"whether RAM outlives a reset: no test is kept in {File}"),
            "kept" => Finding.Ok("retention", $"RAM outlived the reset of the test in {File}"),
            "decayed" => Finding.Warning("retention-decayed", "Bits of the RAM flip over a reset", $"by the test in {File}; ECC repairs some of them", Fix.Tree("ecc-size = <16>;")),
            var lost => Finding.Problem("retention-lost", "RAM does not outlive a reset", $"the test in {File} says \"{lost}\": look for an option of the boot loader that keeps this memory, or take another place")
        };
    }

    private static string? Conclusion(MachineRoot root)
    {
        if (root.TryReadBytes(File, Limit, out byte[] bytes) != ReadState.Read) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement top = document.RootElement;
            return !JsonMember.IsTrue(top, "armed_in_this_boot") && JsonMember.Text(top, "conclusion") is { } text and not "unknown" ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
