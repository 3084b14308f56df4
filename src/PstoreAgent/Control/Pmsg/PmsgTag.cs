using System.Text;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Control.Pmsg;

/// <summary>Who a line is from.</summary>
internal static class PmsgTag
{
    private const int MostBytes = 32;

    /// <summary>The bytes of a tag; refuses what could not be read back.</summary>
    public static byte[] Check(string tag)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(tag);
        if (bytes.Length is 0 or > MostBytes || tag.Any(symbol => char.IsControl(symbol) || symbol is ':' or '\\'))
            throw new UsageException($"--tag: '{tag}' is none; it has 1 to {MostBytes} bytes, no colon, no backslash and no control character");
        return bytes;
    }
}
