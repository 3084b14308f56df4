using System.Globalization;
using System.Text.RegularExpressions;
using PstoreAgent.Tests.Discovery;
using Xunit;

namespace PstoreAgent.Tests.Doctor;

/// <summary>Writes lines of source into a tree, without the code under test.</summary>
internal static partial class TreeLines
{
    public static void Apply(TreeNode root, FixLine fix)
    {
        Match reserve = Reserve().Match(fix.Line);
        if (reserve.Success)
        {
            Assert.Equal("remove", fix.Kind);
            Assert.Equal(1, root.Reserves.RemoveAll(known => known == (Number(reserve.Groups[1].Value), Number(reserve.Groups[2].Value))));
            return;
        }

        TreeNode node = root.At(fix.Node!);
        if (fix.Kind == "rename") node.Rename(fix.Line.Split(' ')[0]);
        else Assert.Equal("", Statements(node, fix.Line));
    }

    /// <summary>Reads statements up to a "}" that is not theirs; what is left.</summary>
    private static string Statements(TreeNode node, string text)
    {
        for (text = text.Trim(); text.Length > 0 && text[0] != '}'; text = text.Trim())
        {
            Match head = Head().Match(text);
            Assert.True(head.Success, text);
            text = text[head.Length..].Trim();
            if (head.Groups["delete"].Success) node.Without(head.Groups["delete"].Value);
            else if (head.Groups["child"].Success)
            {
                var child = new TreeNode(head.Groups["child"].Value);
                text = Statements(child, text);
                Assert.StartsWith("};", text, StringComparison.Ordinal);
                text = text[2..];
                node.Add(child);
            }
            else if (head.Groups["word"].Success) node.Word(head.Groups["name"].Value, head.Groups["word"].Value);
            else node.Cells(head.Groups["name"].Value, [.. Cell().Matches(head.Groups["cells"].Value).Select(cell => (uint)Number(cell.Value))]);
        }

        return text;
    }

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : ulong.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""^(/delete-property/ (?<delete>[^;]+);|(?<child>[\w@,-]+) \{|(?<name>[\w#,-]+)( = ("(?<word>[^"]*)"|(?<cells><[^;]*>)))?;)""")]
    private static partial Regex Head();

    [GeneratedRegex("(0x)?[0-9a-f]+")]
    private static partial Regex Cell();

    [GeneratedRegex("^/memreserve/ (\\S+) (\\S+);$")]
    private static partial Regex Reserve();
}
