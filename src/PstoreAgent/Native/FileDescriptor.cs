using System.Runtime.InteropServices;
using System.Text;
using Pstore.Records;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>An open file. Every call goes on after a signal and gives errno on failure.</summary>
internal sealed unsafe class FileDescriptor : SafeHandle
{
    private const int FirstRead = 4096;

    private FileDescriptor(int fd) : base(-1, ownsHandle: true) => SetHandle(fd);

    public override bool IsInvalid => handle == -1;

    public int Number => (int)handle;

    /// <summary>Opens a file, close-on-exec. Null on failure, with errno.</summary>
    public static FileDescriptor? Open(string path, int flags, int mode, out int errno)
    {
        fixed (byte* name = PathBytes(path))
        {
            int fd;
            do
            {
                fd = LibC.open(name, flags | LibC.O_CLOEXEC, (mode_t)(uint)mode);
                errno = fd < 0 ? LibC.errno : 0;
            }
            while (errno == LibC.EINTR);
            return fd < 0 ? null : new FileDescriptor(AboveStandard(fd));
        }
    }

    /// <summary>Opens a regular file for reading, and nothing else: a pipe in its place must not hold the program up. Null on failure, with errno.</summary>
    public static FileDescriptor? OpenRegular(string path, int flags, out int errno)
    {
        FileDescriptor? file = Open(path, LibC.O_RDONLY | LibC.O_NONBLOCK | flags, 0, out errno);
        if (file == null || file.IsRegularFile()) return file;
        file.Dispose();
        errno = LibC.EINVAL;
        return null;
    }

    /// <summary>Owns a descriptor that was opened elsewhere.</summary>
    public static FileDescriptor Adopt(int fd) => new(AboveStandard(fd));

    // With a standard stream closed, a file would get its number, and what is meant for the stream would go there.
    private static int AboveStandard(int fd)
    {
        if (fd > 2) return fd;
        int moved = LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 3);
        if (moved < 0) return fd;
        _ = LibC.close(fd);
        return moved;
    }

    /// <summary>A second descriptor for an open file.</summary>
    public static FileDescriptor? Duplicate(int fd, out int errno)
    {
        int copy = LibC.dup(fd);
        errno = copy < 0 ? LibC.errno : 0;
        return copy < 0 ? null : new FileDescriptor(copy);
    }

    /// <summary>Reads at an offset, or from where the file stands when that is negative. Bytes read, 0 at the end, −1 with errno.</summary>
    public int Read(Span<byte> buffer, long offset, out int errno)
    {
        fixed (byte* to = buffer)
        {
            while (true)
            {
                long count = offset < 0
                    ? (long)LibC.read(Number, to, (size_t)(ulong)buffer.Length)
                    : (long)LibC.pread(Number, to, (size_t)(ulong)buffer.Length, (off_t)offset);
                errno = count < 0 ? LibC.errno : 0;
                if (errno == LibC.EAGAIN) Wait(Number, LibC.POLLIN);
                else if (errno != LibC.EINTR) return (int)count;
            }
        }
    }

    /// <summary>Reads from where the file stands to its end, no more than <paramref name="limit"/> bytes. Sizes are not asked for: files of /proc and /sys have none. Null on failure, with errno.</summary>
    public byte[]? ReadToEnd(int limit, out int errno)
    {
        byte[] buffer = new byte[Math.Min(limit, FirstRead)];
        int length = 0;
        errno = 0;
        while (length < limit)
        {
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(limit, 2L * length));
            int count = Read(buffer.AsSpan(length), -1, out errno);
            if (count < 0) return null;
            if (count == 0) break;
            length += count;
        }

        return buffer[..length];
    }

    /// <summary>Writes all of it. errno, or 0.</summary>
    public int Write(ReadOnlySpan<byte> bytes) => Write(Number, bytes);

    /// <summary>Writes all of it to a descriptor that somebody else owns. errno, or 0.</summary>
    public static int Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            int written = 0;
            while (written < bytes.Length)
            {
                long count = (long)LibC.write(fd, from + written, (size_t)(ulong)(bytes.Length - written));
                if (count >= 0)
                {
                    written += (int)count;
                    continue;
                }

                int errno = LibC.errno;
                if (errno == LibC.EAGAIN) Wait(fd, LibC.POLLOUT);
                else if (errno != LibC.EINTR) return errno;
            }
        }

        return 0;
    }

    /// <summary>Writes all of it at an offset. errno, or 0.</summary>
    public int WriteAt(ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* from = bytes)
        {
            int written = 0;
            while (written < bytes.Length)
            {
                long count = (long)LibC.pwrite(Number, from + written, (size_t)(ulong)(bytes.Length - written), (off_t)(offset + written));
                if (count > 0) written += (int)count;
                else if (count == 0) return LibC.ENOSPC;
                else if (LibC.errno != LibC.EINTR) return LibC.errno;
            }
        }

        return 0;
    }

    /// <summary>Writes by one call of write(2). Bytes written, or −1 with errno.</summary>
    public int WriteOnce(ReadOnlySpan<byte> bytes, out int errno)
    {
        fixed (byte* from = bytes)
        {
            long count;
            do
            {
                count = (long)LibC.write(Number, from, (size_t)(ulong)bytes.Length);
                errno = count < 0 ? LibC.errno : 0;
            }
            while (errno == LibC.EINTR);
            return (int)count;
        }
    }

    /// <summary>Bytes up to the end by seeking, which works for files and block devices; −1 where it doesn't.</summary>
    public long SeekEnd() => (long)LibC.lseek(Number, 0, LibC.SEEK_END);

    /// <summary>A path as the kernel wants it.</summary>
    public static byte[] PathBytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>Whether it is a character device: memory that knows no length and is read by address.</summary>
    public bool IsCharacterDevice() => IsOfKind((ushort)LibC.S_IFCHR);

    /// <summary>Whether it is a regular file, which all files of /proc and /sys are.</summary>
    public bool IsRegularFile() => IsOfKind((ushort)LibC.S_IFREG);

    /// <summary>Waits until what was written is durable. errno, or 0.</summary>
    public int Sync() => LibC.fsync(Number) == 0 ? 0 : LibC.errno;

    /// <summary>Bytes of a regular file.</summary>
    public long Size()
    {
        stat status;
        return LibC.fstat(Number, &status) == 0 ? (long)status.st_size : 0;
    }

    /// <summary>When its content was written last; null where that can't be told.</summary>
    public RecordTime? ModificationTime()
    {
        stat status;
        return LibC.fstat(Number, &status) == 0 ? new RecordTime((long)status.st_mtim.tv_sec, (int)(long)status.st_mtim.tv_nsec) : null;
    }

    /// <summary>Sets when its content was written last. A time that the file system can't hold is no reason to lose the record.</summary>
    public void SetModificationTime(RecordTime time)
    {
        timespec* times = stackalloc timespec[2];
        times[0].tv_sec = times[1].tv_sec = (time_t)time.Seconds;
        times[0].tv_nsec = times[1].tv_nsec = time.Nanoseconds;
        if (LibC.futimens(Number, times) != 0) Log.Debug($"time {time} not set: {Errno.Text(LibC.errno)}");
    }

    private bool IsOfKind(ushort kind)
    {
        stat status;
        return LibC.fstat(Number, &status) == 0 && ((ushort)status.st_mode & (ushort)LibC.S_IFMT) == kind;
    }

    /// <summary>Waits until there is something to read or the end. False when the time is over.</summary>
    public bool WaitReadable(int milliseconds)
    {
        var wanted = new pollfd { fd = Number, events = LibC.POLLIN };
        long end = Environment.TickCount64 + milliseconds;
        int left = milliseconds, ready;
        while ((ready = LibC.poll(&wanted, 1u, left)) < 0 && LibC.errno == LibC.EINTR)
            left = (int)Math.Max(0, end - Environment.TickCount64);
        return ready != 0;
    }

    // Standard streams are shared: whoever else has them may have made them non-blocking.
    private static void Wait(int fd, short events)
    {
        var wanted = new pollfd { fd = fd, events = events };
        _ = LibC.poll(&wanted, 1u, -1);
    }

    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;
}
