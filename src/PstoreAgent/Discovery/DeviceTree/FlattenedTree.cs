using System.Buffers.Binary;
using System.Text;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// Reads a flattened device tree (Devicetree Specification, chapter 5; versions 16 and 17), all numbers big-endian:
/// header u32 magic, totalsize, off_dt_struct, off_dt_strings, off_mem_rsvmap, version, last_comp_version, boot_cpuid, size_dt_strings,
/// size_dt_struct (17); structure of u32 tokens: 1 BEGIN_NODE name NUL, 2 END_NODE, 3 PROP u32 length, u32 name offset, bytes,
/// 4 NOP, 9 END behind the root; names and bytes are padded to four. Whatever is wrong is one error that says what and where.
/// </summary>
internal sealed class FlattenedTree
{
    public const uint Magic = 0xD00DFEED;

    private const uint BeginNode = 1, EndNode = 2, Property = 3, Nop = 4;
    private const int HeaderSize = 40, OldestVersion = 16, NewestCompatible = 17, LongestName = 256;

    private readonly string _file;
    private readonly ReadOnlyMemory<byte> _structure;
    private readonly ReadOnlyMemory<byte> _strings;
    private int _at;
    private int _nodes;
    private int _properties;

    private FlattenedTree(ReadOnlyMemory<byte> blob, string file)
    {
        _file = file;
        if (blob.Length < HeaderSize) throw Bad($"{blob.Length} bytes are less than its header");
        if (Header(blob, 0) != Magic) throw Bad("it does not begin with d00dfeed");
        uint total = Header(blob, 1), version = Header(blob, 5), compatible = Header(blob, 6);
        if (total < HeaderSize || total > blob.Length) throw Bad($"its header tells {total} bytes, the file has {blob.Length}");
        if (version < OldestVersion || compatible > NewestCompatible) throw Bad($"its version is {version}, compatible with {compatible}");
        blob = blob[..(int)total];
        _structure = Block(blob, Header(blob, 2), version >= 17 ? Header(blob, 9) : total - Math.Min(total, Header(blob, 2)), "structure");
        _strings = Block(blob, Header(blob, 3), Header(blob, 8), "strings");
    }

    /// <summary>The root of the tree in <paramref name="blob"/>.</summary>
    /// <exception cref="AgentException">It is no such tree; exit code 65.</exception>
    public static FlattenedNode Read(ReadOnlyMemory<byte> blob, string file) => new FlattenedTree(blob, file).ReadRoot();

    private FlattenedNode ReadRoot()
    {
        if (Token() != BeginNode) throw Bad("its structure does not begin with a node");
        _ = Name(_structure.Span, ref _at);
        Align();
        var root = new FlattenedNode(null, "");
        FlattenedNode? node = root;
        int depth = 1;
        while (node != null)
        {
            switch (Token())
            {
                case BeginNode:
                    var child = new FlattenedNode(node, Name(_structure.Span, ref _at));
                    Align();
                    if (++_nodes > DiscoveryLimits.DeviceTreeNodes) throw Bad($"more than {DiscoveryLimits.DeviceTreeNodes} nodes");
                    if (++depth > DiscoveryLimits.DeviceTreeDepth) throw Bad($"nodes within nodes, more than {DiscoveryLimits.DeviceTreeDepth}");
                    node.Add(child);
                    node = child;
                    break;
                case Property:
                    AddProperty(node);
                    break;
                case EndNode:
                    node = node.Parent;
                    depth--;
                    break;
                case Nop:
                    break;
                default:
                    throw Bad($"no token at byte {_at - 4} of its structure");
            }
        }

        return root;
    }

    private void AddProperty(FlattenedNode node)
    {
        uint length = Token(), nameAt = Token();
        if (length > _structure.Length - _at) throw Bad($"a property at byte {_at} of its structure is longer than the rest");
        if (nameAt >= _strings.Length) throw Bad($"a property at byte {_at} of its structure has its name beyond the strings");
        if (++_properties > DiscoveryLimits.DeviceTreeProperties) throw Bad($"more than {DiscoveryLimits.DeviceTreeProperties} properties");
        int at = (int)nameAt;
        node.Add(Name(_strings.Span, ref at), _structure.Slice(_at, (int)length));
        _at += (int)length;
        Align();
    }

    private uint Token()
    {
        if (_structure.Length - _at < 4) throw Bad("its structure ends within the tree");
        uint token = BinaryPrimitives.ReadUInt32BigEndian(_structure.Span[_at..]);
        _at += 4;
        return token;
    }

    private string Name(ReadOnlySpan<byte> from, ref int at)
    {
        ReadOnlySpan<byte> rest = from[at..Math.Min(from.Length, at + LongestName)];
        int end = rest.IndexOf((byte)0);
        if (end < 0) throw Bad($"a name at byte {at} has no end");
        at += end + 1;
        return Encoding.Latin1.GetString(rest[..end]);
    }

    private void Align() => _at = Math.Min(_structure.Length, (_at + 3) & ~3);

    private ReadOnlyMemory<byte> Block(ReadOnlyMemory<byte> blob, uint offset, uint size, string what)
    {
        if ((ulong)offset + size > (ulong)blob.Length) throw Bad($"its {what} lie outside");
        return blob.Slice((int)offset, (int)size);
    }

    private static uint Header(ReadOnlyMemory<byte> blob, int word) => BinaryPrimitives.ReadUInt32BigEndian(blob.Span[(4 * word)..]);

    private AgentException Bad(string problem) => new(ExitCode.Data, $"{_file}: no flattened device tree that can be read: {problem}");
}
