using System.Text;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>Where symbolic links point to.</summary>
internal static unsafe class SymbolicLink
{
    private const int LongestTarget = 4096;

    /// <summary>The target as it is written; null for what is no link, or none that can be read.</summary>
    public static string? Read(string path)
    {
        byte* target = stackalloc byte[LongestTarget];
        fixed (byte* name = FileDescriptor.PathBytes(path))
        {
            long length = (long)LibC.readlink(name, target, (size_t)LongestTarget);
            return length <= 0 ? null : Encoding.UTF8.GetString(target, (int)length);
        }
    }
}
