using System.Buffers.Binary;
using System.IO.Compression;

namespace Pstore.Tests.Building;

/// <summary>
/// Deflate that never reaches back further than the kernel's window. The library has no such option, so
/// pieces of a window each are packed alone and joined: a flush ends on a whole byte.
/// </summary>
public static class WindowedDeflate
{
    public static byte[] Raw(byte[] data, int window)
    {
        // The library writes nothing at all for nothing; this is one empty block.
        if (data.Length == 0) return [3, 0];
        using var joined = new MemoryStream();
        for (int at = 0; at < data.Length; at += window)
        {
            int length = Math.Min(window, data.Length - at);
            using var piece = new MemoryStream();
            using (var packer = new DeflateStream(piece, CompressionLevel.Optimal, leaveOpen: true))
            {
                packer.Write(data, at, length);
                if (at + length < data.Length)
                {
                    // Taken before the packer closes and adds its end mark.
                    packer.Flush();
                    joined.Write(piece.ToArray());
                    continue;
                }
            }

            joined.Write(piece.ToArray());
        }

        return joined.ToArray();
    }

    /// <summary>With the header of windowBits 12 as pstore wrote it, and Adler-32.</summary>
    public static byte[] Zlib(byte[] data)
    {
        uint low = 1, high = 0;
        foreach (byte value in data)
        {
            low = (low + value) % 65521;
            high = (high + low) % 65521;
        }

        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, (high << 16) | low);
        return [0x48, 0x89, .. Raw(data, 4096), .. sum];
    }
}
