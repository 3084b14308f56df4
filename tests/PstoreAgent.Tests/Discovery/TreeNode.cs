using System.Buffers.Binary;
using System.Text;

namespace PstoreAgent.Tests.Discovery;

/// <summary>A device tree to be written as folders or as a blob, made without the code under test.</summary>
internal sealed class TreeNode(string name)
{
    private readonly List<(string Name, byte[] Value)> _properties = [];
    private readonly List<TreeNode> _children = [];

    public string Name { get; private set; } = name;

    public TreeNode Bytes(string property, params byte[] value)
    {
        _properties.RemoveAll(known => known.Name == property);
        _properties.Add((property, value));
        return this;
    }

    public TreeNode Cells(string property, params uint[] cells)
    {
        byte[] value = new byte[4 * cells.Length];
        for (int i = 0; i < cells.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(4 * i), cells[i]);
        return Bytes(property, value);
    }

    public TreeNode Word(string property, string word) => Bytes(property, Encoding.ASCII.GetBytes(word + '\0'));

    public TreeNode Rename(string name)
    {
        Name = name;
        return this;
    }

    public TreeNode Without(string property)
    {
        _properties.RemoveAll(known => known.Name == property);
        return this;
    }

    public TreeNode Add(params TreeNode[] children)
    {
        _children.AddRange(children);
        return this;
    }

    /// <summary>Adds a child before all others.</summary>
    public TreeNode Insert(TreeNode child)
    {
        _children.Insert(0, child);
        return this;
    }

    /// <summary>Memory that is reserved beside the nodes; of the root.</summary>
    public List<(ulong Address, ulong Size)> Reserves { get; } = [];

    /// <summary>The node at a path of this root; "/" is the root itself.</summary>
    public TreeNode At(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(this, (node, child) => node[child]);

    public TreeNode this[string child] => _children.Find(node => node.Name == child)!;

    public void WriteBelow(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string property, byte[] value) in _properties) File.WriteAllBytes($"{folder}/{property}", value);
        foreach (TreeNode child in _children) child.WriteBelow($"{folder}/{child.Name}");
    }

    /// <summary>Version 17, as the specification lays it out: header, memory reservations, structure, strings.</summary>
    public byte[] ToBlob()
    {
        var structure = new List<byte>();
        var strings = new List<byte>();
        Append(structure, strings);
        Big(structure, 9);
        const int header = 40, entry = 16;
        int reservations = entry * (Reserves.Count + 1);
        var blob = new List<byte>();
        int structureAt = header + reservations, stringsAt = structureAt + structure.Count;
        foreach (int word in (int[])[unchecked((int)0xD00DFEED), stringsAt + strings.Count, structureAt, stringsAt, header, 17, 16, 0, strings.Count, structure.Count])
            Big(blob, (uint)word);
        foreach ((ulong address, ulong size) in Reserves)
            foreach (ulong number in (ulong[])[address, size]) { Big(blob, (uint)(number >> 32)); Big(blob, (uint)number); }
        blob.AddRange(new byte[entry]);
        blob.AddRange(structure);
        blob.AddRange(strings);
        return [.. blob];
    }

    private void Append(List<byte> structure, List<byte> strings)
    {
        Big(structure, 1);
        Padded(structure, Encoding.ASCII.GetBytes(Name + '\0'));
        foreach ((string property, byte[] value) in _properties)
        {
            Big(structure, 3);
            Big(structure, (uint)value.Length);
            Big(structure, (uint)strings.Count);
            strings.AddRange(Encoding.ASCII.GetBytes(property + '\0'));
            Padded(structure, value);
            Big(structure, 4);
        }

        foreach (TreeNode child in _children) child.Append(structure, strings);
        Big(structure, 2);
    }

    private static void Big(List<byte> to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        foreach (byte b in bytes) to.Add(b);
    }

    private static void Padded(List<byte> to, byte[] bytes)
    {
        to.AddRange(bytes);
        while (to.Count % 4 != 0) to.Add(0);
    }
}
