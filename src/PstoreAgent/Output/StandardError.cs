using System.Text;
using PstoreAgent.Native;

namespace PstoreAgent.Output;

/// <summary>One line for what went wrong.</summary>
internal static class StandardError
{
    private const int Descriptor = 2;

    public static void Line(string text)
    {
        // A file name may hold control characters.
        string safe = TerminalText.OneLine(text);
        FileDescriptor.Write(Descriptor, Encoding.UTF8.GetBytes(safe + "\n"));
    }
}
