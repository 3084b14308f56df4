using System.Runtime.InteropServices;

namespace PstoreAgent.Native;

/// <summary>Calls that Tmds.LibC lacks.</summary>
internal static unsafe partial class MissingImports
{
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = false)]
    public static partial int Rename(byte* from, byte* to);

    [LibraryImport("libc", EntryPoint = "klogctl", SetLastError = false)]
    public static partial int KernelLogControl(int type, byte* buffer, int length);

    [LibraryImport("libc", EntryPoint = "uname", SetLastError = false)]
    public static partial int Uname(byte* name);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = false)]
    public static partial void* OpenDirectory(byte* path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = false)]
    public static partial byte* ReadDirectory(void* directory);

    [LibraryImport("libc", EntryPoint = "closedir", SetLastError = false)]
    public static partial int CloseDirectory(void* directory);
}
