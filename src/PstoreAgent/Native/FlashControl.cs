using System.Runtime.InteropServices;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>The calls of MTD's character devices (include/uapi/mtd/mtd-abi.h). errno, or 0, unless they say otherwise.</summary>
internal static unsafe class FlashControl
{
    // _IOR('M', 1, struct mtd_info_user) and _IOW('M', 11, __kernel_loff_t), as most architectures number them.
    private const uint GetInfo = 0x80204D01, GetBadBlock = 0x40084D0B;

    /// <summary>What the device is.</summary>
    public static int ReadInfo(FileDescriptor file, out FlashInfo info)
    {
        FlashInfo read = default;
        int result = MissingImports.Control(file.Number, GetInfo, &read);
        info = read;
        return result == 0 ? 0 : LibC.errno;
    }

    /// <summary>Whether an erase block is bad; null where flash of its kind knows no bad blocks, or it can't be told.</summary>
    /// <param name="file">The device.</param>
    /// <param name="offset">Where the block begins.</param>
    public static bool? IsBad(FileDescriptor file, long offset) => MissingImports.Control(file.Number, GetBadBlock, &offset) switch
    {
        0 => false,
        > 0 => true,
        _ => null,
    };

    /// <summary>struct mtd_info_user; sizes are bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FlashInfo
    {
        public byte Type;
        public uint Flags;
        public uint Size;
        public uint EraseSize;
        public uint WriteSize;
        public uint SpareSize;
        public ulong Padding;
    }
}
