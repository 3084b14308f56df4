using System.Text;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// Reads the source of a device tree (Devicetree Specification, chapter 6), as far as a tree without macros has it: nodes, which add up
/// where a name comes again, properties, labels, "&amp;label { }", /delete-node/, /delete-property/. What is included by others need not say
/// "/dts-v1/". A reference to a label that this file doesn't have is a node that hangs nowhere, and is passed over.
/// </summary>
internal sealed class SourceTree
{
    private readonly SourceLexer _lexer;
    private readonly SourceValues _values;
    private readonly Dictionary<string, FlattenedNode> _labels = [];
    private readonly FlattenedNode _root = new(null, "");
    private SourceToken _next;
    private int _nodes;
    private int _properties;

    private SourceTree(string text, string file)
    {
        _lexer = new SourceLexer(text, file);
        _values = new SourceValues(_lexer);
        _next = _lexer.Next();
    }

    /// <summary>The root of the tree in <paramref name="text"/>.</summary>
    /// <exception cref="AgentException">It is no such source, or has macros; exit code 65.</exception>
    public static IDeviceTreeNode Read(byte[] text, string file)
    {
        if (text.Length > DiscoveryLimits.DeviceTreeText) throw new AgentException(ExitCode.Data, $"{file}: more than the {DiscoveryLimits.DeviceTreeText >> 20} MiB that the source of a device tree may have");
        if (text.AsSpan().Contains((byte)0)) throw new AgentException(ExitCode.Data, $"{file}: neither the source of a device tree nor a flattened one");
        return new SourceTree(Encoding.Latin1.GetString(text), file).ReadAll();
    }

    private FlattenedNode ReadAll()
    {
        while (_next.Kind != SourceTokenKind.End)
        {
            if (_next.Kind == SourceTokenKind.Directive) ReadDirective();
            else if (_next.Kind == SourceTokenKind.Label) _labels[Take().Text] = _root;
            else if (_next.Kind == SourceTokenKind.Reference) ReadBody(Referenced(Take().Text), 1);
            else if (_next.IsSign('/')) ReadRoot();
            else throw _lexer.Bad($"{_next} where a node should begin");
        }

        return _root;
    }

    private void ReadRoot()
    {
        Take();
        ReadBody(_root, 1);
    }

    private void ReadDirective()
    {
        string word = Take().Text;
        if (word == "/include/") throw _lexer.Bad("/include/ is not followed: give the compiled tree (dtc -O dtb)");
        if (word == "/delete-node/")
        {
            string name = Take().Text;
            if (_labels.TryGetValue(name, out FlattenedNode? node)) node.Parent?.Remove(node.Name);
        }

        // "/dts-v1/", "/plugin/", "/memreserve/ address size", "/omit-if-no-ref/ &label".
        while (!_next.IsSign(';')) PassOver();
        Take();
    }

    /// <summary>"{ … };" with its properties and nodes.</summary>
    private void ReadBody(FlattenedNode node, int depth)
    {
        if (depth > DiscoveryLimits.DeviceTreeDepth) throw _lexer.Bad($"nodes within nodes, more than {DiscoveryLimits.DeviceTreeDepth}");
        Expect('{');
        while (!_next.IsSign('}'))
        {
            string? label = null;
            while (_next.Kind == SourceTokenKind.Label) label = Take().Text;
            if (_next.Kind == SourceTokenKind.Directive) ReadDeletion(node);
            else ReadMember(node, label, depth);
        }

        Take();
        Expect(';');
    }

    private void ReadMember(FlattenedNode node, string? label, int depth)
    {
        if (_next.Kind != SourceTokenKind.Word) throw _lexer.Bad($"{_next} where a property or a node should begin");
        string name = Take().Text;
        if (_next.IsSign('{'))
        {
            FlattenedNode child = node.ChildCalled(name) ?? NewChild(node, name);
            if (label != null) _labels[label] = child;
            ReadBody(child, depth + 1);
            return;
        }

        if (_next.IsSign('(')) throw _lexer.Bad($"'{name}(' is a macro: run cpp over the file first, or give the compiled tree");
        if (++_properties > DiscoveryLimits.DeviceTreeProperties) throw _lexer.Bad($"more than {DiscoveryLimits.DeviceTreeProperties} properties");
        ReadOnlyMemory<byte> value = default;
        if (_next.IsSign('=')) (value, _next) = _values.Read();
        Expect(';');
        node.RemoveProperty(name);
        node.Add(name, value);
    }

    private void ReadDeletion(FlattenedNode node)
    {
        string word = Take().Text;
        if (word == "/omit-if-no-ref/") return;
        string name = Take().Text;
        if (word == "/delete-property/") node.RemoveProperty(name);
        else if (word == "/delete-node/") node.Remove(name);
        else throw _lexer.Bad($"'{word}' within a node");
        Expect(';');
    }

    private FlattenedNode NewChild(FlattenedNode parent, string name)
    {
        if (++_nodes > DiscoveryLimits.DeviceTreeNodes) throw _lexer.Bad($"more than {DiscoveryLimits.DeviceTreeNodes} nodes");
        var child = new FlattenedNode(parent, name);
        parent.Add(child);
        return child;
    }

    private FlattenedNode Referenced(string target)
    {
        if (!target.StartsWith('/')) return _labels.TryGetValue(target, out FlattenedNode? node) ? node : new FlattenedNode(_root, target);
        FlattenedNode at = _root;
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries)) at = at.ChildCalled(part) ?? NewChild(at, part);
        return at;
    }

    private SourceToken Take()
    {
        SourceToken taken = _next;
        _next = _lexer.Next();
        return taken;
    }

    private void PassOver()
    {
        if (_next.Kind == SourceTokenKind.End) throw _lexer.Bad("the file ends within a statement");
        Take();
    }

    private void Expect(char sign)
    {
        if (!_next.IsSign(sign)) throw _lexer.Bad($"{_next} where '{sign}' should be");
        Take();
    }
}
