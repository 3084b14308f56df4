namespace PstoreAgent.Tests.Discovery;

/// <summary>Device trees as boards have them.</summary>
internal static class Trees
{
    public const string Region = "ramoops@880000000";

    /// <summary>The reference board: 1 MiB at 0x880000000, honoured by the kernel.</summary>
    public static TreeNode Board() => new TreeNode("")
        .Cells("#address-cells", 2).Cells("#size-cells", 2)
        .Add(
            new TreeNode("memory@40000000").Word("device_type", "memory").Cells("reg", 0, 0x40000000, 0, 0x20000000),
            new TreeNode("reserved-memory").Cells("#address-cells", 2).Cells("#size-cells", 2).Bytes("ranges").Add(Ramoops()));

    public static TreeNode Ramoops() => new TreeNode(Region)
        .Word("compatible", "ramoops")
        .Cells("reg", 8, 0x80000000, 0, 0x100000)
        .Cells("record-size", 0x8000).Cells("console-size", 0x8000).Cells("pmsg-size", 0x1000).Cells("ecc-size", 16);

    public static TreeNode Reserved(this TreeNode root) => root["reserved-memory"];

    public static TreeNode Node(this TreeNode root) => root.Reserved()[Region];
}
