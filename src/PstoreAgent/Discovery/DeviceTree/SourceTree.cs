using System.Globalization;
using System.Text;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>
/// Reads the source of a device tree (Devicetree Specification, chapter 6), as far as a tree without macros has it: nodes, which add up
/// where a name comes again, properties, labels, "&amp;label { }", /delete-node/, /delete-property/. What is included by others need not say
/// "/dts-v1/". A reference to a node that this file doesn't have is a fragment, as of an overlay.
/// </summary>
internal sealed class SourceTree
{
    private readonly SourceLexer _lexer;
    private readonly SourceValues _values;
    private readonly Dictionary<string, FlattenedNode> _labels = [];
    private readonly List<FlattenedNode> _optional = [];
    private readonly FlattenedNode _root = new(null, "");
    private SourceToken _next;
    private int _fragments;
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
    public static FlattenedNode Read(byte[] text, string file)
    {
        if (text.Length > DiscoveryLimits.DeviceTreeText) throw new AgentException(ExitCode.Data, $"{file}: more than the {DiscoveryLimits.DeviceTreeText >> 20} MiB that the source of a device tree may have");
        if (text.AsSpan().Contains((byte)0)) throw new AgentException(ExitCode.Data, $"{file}: neither the source of a device tree nor a flattened one");
        return new SourceTree(Encoding.Latin1.GetString(text), file).ReadAll();
    }

    private FlattenedNode ReadAll()
    {
        while (_next.Kind != SourceTokenKind.End)
        {
            List<string> labels = Labels();
            FlattenedNode node;
            if (_next.Kind == SourceTokenKind.Directive)
            {
                ReadDirective();
                continue;
            }

            if (_next.Kind == SourceTokenKind.Reference) node = Referenced(Take().Text) ?? NewFragment();
            else if (_next.IsSign('/')) node = Root();
            else throw _lexer.Bad($"{_next} where a node should begin");
            Name(node, labels);
            ReadBody(node, 1);
        }

        DropUnreferenced();
        return _root;
    }

    // "/omit-if-no-ref/".
    private void DropUnreferenced()
    {
        if (_optional.Count == 0) return;
        var referenced = new HashSet<FlattenedNode>();
        foreach (string target in _values.References)
            if (Referenced(target) is { } node) referenced.Add(node);
        foreach (FlattenedNode node in _optional)
            if (!referenced.Contains(node)) node.Parent?.Remove(node.Name);
    }

    private FlattenedNode Root()
    {
        Take();
        return _root;
    }

    private FlattenedNode NewFragment() =>
        NewChild(NewChild(_root, string.Create(CultureInfo.InvariantCulture, $"{TreeParts.Fragment}@{_fragments++}")), TreeParts.Content);

    private List<string> Labels()
    {
        var labels = new List<string>();
        while (_next.Kind == SourceTokenKind.Label) labels.Add(Take().Text);
        return labels;
    }

    private void Name(FlattenedNode node, List<string> labels)
    {
        foreach (string label in labels) _labels[label] = node;
    }

    private void ReadDirective()
    {
        string word = Take().Text;
        if (word == "/include/") throw _lexer.Bad("/include/ is not followed: give the compiled tree (dtc -O dtb)");
        if (word is "/delete-node/" or "/omit-if-no-ref/" && Referenced(Take().Text) is { } node)
        {
            if (word == "/delete-node/") node.Parent?.Remove(node.Name);
            else _optional.Add(node);
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
            List<string> labels = Labels();
            bool isOptional = _next is { Kind: SourceTokenKind.Directive, Text: "/omit-if-no-ref/" };
            if (isOptional)
            {
                Take();
                labels.AddRange(Labels());
            }

            if (_next.Kind == SourceTokenKind.Directive) ReadDeletion(node);
            else ReadMember(node, labels, isOptional, depth);
        }

        Take();
        Expect(';');
    }

    private void ReadMember(FlattenedNode node, List<string> labels, bool isOptional, int depth)
    {
        if (_next.Kind != SourceTokenKind.Word) throw _lexer.Bad($"{_next} where a property or a node should begin");
        string name = Take().Text;
        if (_next.IsSign('{'))
        {
            FlattenedNode child = node.ChildCalled(name) ?? NewChild(node, name);
            Name(child, labels);
            if (isOptional) _optional.Add(child);
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

    /// <summary>The node of a label or a path; null where this file doesn't have it.</summary>
    private FlattenedNode? Referenced(string target)
    {
        // A path may begin with a label: "label/node".
        int slash = target.IndexOf('/');
        FlattenedNode? at = slash == 0 ? _root : _labels.GetValueOrDefault(slash < 0 ? target : target[..slash]);
        if (at == null || !at.IsIn(_root)) return null;
        foreach (string part in slash < 0 ? [] : target[slash..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            if ((at = at.ChildCalled(part)) == null) return null;
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
