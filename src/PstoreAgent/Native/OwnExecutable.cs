using System.Runtime.InteropServices;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>The file that this process was started from.</summary>
internal static unsafe class OwnExecutable
{
    private const string ProcessLink = "/proc/self/exe";
    private const int ExecutableName = 31; // AT_EXECFN

    /// <summary>The link in /proc, which holds even where the file was moved or deleted; the name given to execve where /proc is missing.</summary>
    public static string Path
    {
        get
        {
            fixed (byte* link = FileDescriptor.PathBytes(ProcessLink))
            {
                if (LibC.access(link, LibC.X_OK) == 0) return ProcessLink;
            }

            return NameAtStart ?? ProcessLink;
        }
    }

    /// <summary>The name given to execve, from the auxiliary vector: "/init" for the first process of an initramfs.</summary>
    public static string? NameAtStart
    {
        get
        {
            nuint name = MissingImports.GetAuxiliaryValue(ExecutableName);
            return name == 0 ? null : Marshal.PtrToStringUTF8((nint)name);
        }
    }
}
