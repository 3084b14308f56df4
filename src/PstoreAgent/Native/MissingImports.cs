using System.Runtime.InteropServices;

namespace PstoreAgent.Native;

/// <summary>Calls that Tmds.LibC lacks.</summary>
internal static unsafe partial class MissingImports
{
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = false)]
    public static partial int Rename(byte* from, byte* to);
}
