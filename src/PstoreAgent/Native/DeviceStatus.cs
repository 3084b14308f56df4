using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>What kind of file something is, links followed, and which device.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Major">Of a device; 0 for what is none.</param>
/// <param name="Minor">Of a device; 0 for what is none.</param>
internal readonly record struct DeviceStatus(FileKind Kind, uint Major, uint Minor)
{
    /// <summary>Of a path, without opening it; null where there is nothing, or it can't be told.</summary>
    public static unsafe DeviceStatus? Of(string path)
    {
        stat status;
        fixed (byte* name = FileDescriptor.PathBytes(path))
            return LibC.stat(name, &status) == 0 ? From(status) : null;
    }

    /// <summary>Of an open file.</summary>
    public static unsafe DeviceStatus? Of(FileDescriptor file)
    {
        stat status;
        return LibC.fstat(file.Number, &status) == 0 ? From(status) : null;
    }

    // dev_t of glibc and musl: the kernel's 12 bits of major and 20 of minor, spread over 64.
    private static DeviceStatus From(in stat status)
    {
        int kind = (ushort)status.st_mode & (ushort)LibC.S_IFMT;
        if (kind == (ushort)LibC.S_IFREG) return new DeviceStatus(FileKind.Regular, 0, 0);
        bool block = kind == (ushort)LibC.S_IFBLK;
        if (!block && kind != (ushort)LibC.S_IFCHR) return new DeviceStatus(FileKind.Other, 0, 0);
        ulong device = (ulong)status.st_rdev;
        return new DeviceStatus(
            block ? FileKind.BlockDevice : FileKind.CharacterDevice,
            (uint)((device >> 8) & 0xFFF) | ((uint)(device >> 32) & ~0xFFFu),
            (uint)(device & 0xFF) | ((uint)(device >> 12) & ~0xFFu));
    }
}
