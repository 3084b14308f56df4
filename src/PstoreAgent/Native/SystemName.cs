using System.Runtime.InteropServices;
using System.Text;

namespace PstoreAgent.Native;

/// <summary>uname(2). struct utsname is six fields of 65 bytes: sysname, nodename, release, version, machine, domainname.</summary>
internal static unsafe class SystemName
{
    private const int Field = 65, Fields = 6, Release = 2;

    /// <summary>"6.1.0-50-arm64"; empty when the call fails.</summary>
    public static string KernelRelease()
    {
        byte* name = stackalloc byte[Field * Fields];
        return MissingImports.Uname(name) != 0
            ? ""
            : Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name + (Release * Field)));
    }
}
