using PstoreAgent.Discovery.DeviceTree;

namespace PstoreAgent.Doctor;

/// <summary>
/// What the checks find in a part of a device tree, without what only the base tree answers: they judge a tree as if it were whole, and
/// what a part lacks the base may have.
/// </summary>
internal static class PartFindings
{
    // What rests on the region's address and size.
    private static readonly string[] s_ofReg =
        ["node-reg", "node-reg-entries", "node-unit-address", "sizes-refused", "record-slots", "few-slots", "no-record-zone", "region-waste"];

    public static List<Finding> Of(DeviceTreeSource tree, List<Finding> findings)
    {
        var kept = new List<Finding>();
        bool isSaid = false;
        foreach (Finding finding in findings)
        {
            bool rests = Array.IndexOf(s_ofReg, finding.Id) >= 0 || finding.Id.StartsWith("region-", StringComparison.Ordinal);
            if (tree.KnowsCells || !rests)
            {
                kept.Add(Judge(tree, finding));
                continue;
            }

            if (!isSaid) kept.Add(Finding.Unknown("node-reg", "where the region is, and how large: the cells of /reserved-memory are not in this file"));
            isSaid = true;
        }

        return kept;
    }

    private static Finding Judge(DeviceTreeSource tree, Finding finding) => finding.Id switch
    {
        "node-ranges" or "node-no-ranges" when tree.AssumesRanges => Finding.Unknown("node-ranges", "whether /reserved-memory has ranges: it is a part of a device tree, and does not say"),
        "node-bus" or "node-not-reserved" or "node-place" => Finding.Unknown("node-place", "whether the node is in /reserved-memory: what it is put into is not in this file"),
        "region-outside-memory" or "region-crosses-memory" => Finding.Unknown("region-memory", "whether there is memory behind the region: this is a part of a device tree"),
        "region-overlap" when finding.Level == FindingLevel.Ok => Finding.Unknown("region-overlap", "whether something else has a part of the region: this is a part of a device tree"),
        _ => finding,
    };
}
