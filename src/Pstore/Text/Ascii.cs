using System.Text;

namespace Pstore.Text;

/// <summary>Short texts as bytes.</summary>
internal static class Ascii
{
    public static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
