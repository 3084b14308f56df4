using System.Diagnostics;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.DeviceTree;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

/// <summary>The blob comes from a boot loader, or from anybody: any bytes give a tree or one error.</summary>
public sealed class FlattenedTreeTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void Damaged_blobs_give_a_tree_or_one_error()
    {
        byte[] whole = Trees.Board().ToBlob();
        var random = new Random(7);
        int trees = 0, errors = 0;
        var time = Stopwatch.StartNew();
        for (int i = 0; i < Mutations; i++)
        {
            byte[] blob = (byte[])whole.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
                blob[random.Next(blob.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            if (random.Next(4) == 0) blob = blob[..random.Next(blob.Length)];
            if (TryRead(blob)) trees++;
            else errors++;
        }

        Assert.True(trees > 1000 && errors > 1000, $"{trees} trees, {errors} errors");
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(60), $"{time.Elapsed}");
    }

    [Fact]
    public void Every_cut_is_an_error()
    {
        byte[] whole = Trees.Board().ToBlob();
        for (int length = 0; length < whole.Length; length++) Assert.False(TryRead(whole[..length]), $"{length} bytes");
        Assert.True(TryRead([.. whole, 1, 2, 3]));
    }

    [Theory]
    [InlineData(0, 0x12345678u, "d00dfeed")]
    [InlineData(4, 0x7FFFFFFFu, "its header tells 2147483647 bytes")]
    [InlineData(8, 0xFFFFFFF0u, "its structure lie outside")]
    [InlineData(12, 0xFFFFFFF0u, "its strings lie outside")]
    [InlineData(20, 3u, "its version is 3")]
    [InlineData(24, 18u, "compatible with 18")]
    [InlineData(36, 8u, "its structure ends within the tree")]
    [InlineData(56, 2u, "does not begin with a node")]
    public void The_error_names_what_is_wrong(int at, uint value, string words)
    {
        byte[] blob = Trees.Board().ToBlob();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(at), value);
        var error = Assert.Throws<AgentException>(() => FlattenedTree.Read(blob, "x.dtb"));
        Assert.Equal(65, error.ExitCode);
        Assert.StartsWith("x.dtb: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_number_of_nodes_are_bounded()
    {
        TreeNode deepest = new("x"), root = new TreeNode("").Add(deepest);
        for (int depth = 0; depth < 100; depth++)
        {
            var next = new TreeNode("x");
            deepest.Add(next);
            deepest = next;
        }

        Assert.Contains("nodes within nodes, more than 64", Assert.Throws<AgentException>(() => FlattenedTree.Read(root.ToBlob(), "x")).Message, StringComparison.Ordinal);

        var wide = new TreeNode("");
        for (int i = 0; i < 70_000; i++) wide.Add(new TreeNode("x"));
        Assert.Contains("more than 65536 nodes", Assert.Throws<AgentException>(() => FlattenedTree.Read(wide.ToBlob(), "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_16_has_no_size_of_the_structure()
    {
        byte[] blob = Trees.Board().ToBlob();
        blob[23] = 16;
        blob.AsSpan(36, 4).Fill(0xFF);
        Assert.True(TryRead(blob));
    }

    [Theory]
    [InlineData("/missing.dtb", 66)]
    [InlineData("/empty.dtb", 65)]
    [InlineData("/large.dtb", 65)]
    public void Files_that_are_none(string name, int exitCode)
    {
        using var machine = new FakeMachine();
        machine.With("/empty.dtb", []).With("/large.dtb", "x");
        using (FileStream large = File.OpenWrite(machine.FullName("/large.dtb"))) large.SetLength(20 << 20);
        var error = Assert.Throws<AgentException>(() => machine.Find(new DiscoveryOptions { DtbFile = machine.FullName(name) }));
        Assert.Equal(exitCode, error.ExitCode);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private static bool TryRead(byte[] blob)
    {
        try
        {
            var tree = new DeviceTreeSource(FlattenedTree.Read(blob, "x"), "x: ");
            _ = RamoopsNode.FindAll(tree, new Pstore.KernelVersion(6, 1, 1));
            _ = new DeviceTreeMemory(tree).Covering(ReferenceRegion.Address, ReferenceRegion.Size);
            return true;
        }
        catch (AgentException error)
        {
            Assert.Equal(65, error.ExitCode);
            return false;
        }
    }
}
