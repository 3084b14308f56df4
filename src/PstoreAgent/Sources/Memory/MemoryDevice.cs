using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.Memory;

/// <summary>Opens /dev/mem. Where the node is missing, as before devtmpfs is mounted, one is made for the moment of opening.</summary>
internal static unsafe class MemoryDevice
{
    public const string DefaultPath = "/dev/mem";

    private const uint CharacterDevice = 0x2000; // S_IFCHR
    private const int Major = 1, Minor = 1, MinorBits = 8;
    private static readonly string[] s_places = ["/dev", "/run", "/tmp", "/"];

    /// <summary>Opens the device, for reading where nothing else is asked for. Null on failure, with errno.</summary>
    public static FileDescriptor? Open(string path, out int errno, bool forWriting = false)
    {
        // With O_SYNC memory that the kernel has too is mapped uncached, as ramoops maps it: no stale cache line is seen.
        const int sync = 0x101000;
        int flags = sync | (forWriting ? LibC.O_RDWR : LibC.O_RDONLY);
        FileDescriptor? file = FileDescriptor.Open(path, flags, 0, out errno);
        if (file != null || errno != LibC.ENOENT || path != DefaultPath) return file;
        foreach (string place in s_places)
        {
            string node = System.IO.Path.Combine(place, $".pstore-agent-mem-{Environment.ProcessId}");
            fixed (byte* name = FileDescriptor.PathBytes(node))
            {
                if (MissingImports.MakeNode(name, CharacterDevice | 0x180, (Major << MinorBits) | Minor) != 0) continue;
                file = FileDescriptor.Open(node, flags, 0, out int made);
                _ = LibC.unlink(name);
                if (file != null)
                {
                    errno = 0;
                    return file;
                }

                // No such device: the kernel has none. No permission: the place allows no devices, or the kernel refuses.
                if (made != LibC.EACCES) errno = made;
            }
        }

        return null;
    }
}
