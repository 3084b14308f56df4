using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>Reads the running kernel's log by klogctl(3), which leaves it as it is.</summary>
internal static unsafe class KernelLogBuffer
{
    private const int ReadAll = 3, SizeOfBuffer = 10;

    /// <summary>The whole log, of its end at most <paramref name="limit"/> bytes; null with errno when it can't be read.</summary>
    public static byte[]? Read(int limit, out int errno)
    {
        int size = MissingImports.KernelLogControl(SizeOfBuffer, null, 0);
        errno = size < 0 ? LibC.errno : 0;
        if (size < 0) return null;
        byte[] buffer = new byte[Math.Clamp(size, 1, limit)];
        fixed (byte* to = buffer)
        {
            int count = MissingImports.KernelLogControl(ReadAll, to, buffer.Length);
            errno = count < 0 ? LibC.errno : 0;
            return count < 0 ? null : buffer[..count];
        }
    }
}
