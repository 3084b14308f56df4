using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.Memory;

/// <summary>
/// A mapping of physical memory. All access to it stands in this type: loads here, a loop of aligned 64-bit ones, and
/// stores in MemoryMapping.Stores.cs.
/// On arm64 memory outside the kernel's own is mapped as Device-nGnRnE: there an unaligned load, a load wider than its
/// alignment and "dc zva" raise SIGBUS, which kills the process. Span.CopyTo, memcpy and reading a struct do all of
/// these as they see fit, while Volatile.Read of an aligned ulong is one load and never becomes a block copy.
/// Zone headers lie at odd places, so what is copied is parsed elsewhere, from ordinary memory.
/// </summary>
internal sealed unsafe partial class MemoryMapping : IDisposable
{
    private const int Word = sizeof(ulong);

    private readonly byte* _pages;
    private readonly nuint _length;
    private readonly long _inPage;

    private MemoryMapping(byte* pages, nuint length, long inPage)
    {
        _pages = pages;
        _length = length;
        _inPage = inPage;
    }

    /// <summary>Maps the pages that hold <paramref name="size"/> bytes from <paramref name="address"/> on, for reading where nothing else is asked for. Null on failure, with errno.</summary>
    public static MemoryMapping? Map(FileDescriptor memory, ulong address, long size, out int errno, bool forWriting = false)
    {
        ulong page = (ulong)Environment.SystemPageSize;
        ulong first = address & ~(page - 1);
        long inPage = (long)(address - first);
        ulong length = ((ulong)(inPage + size) + page - 1) & ~(page - 1);
        int protection = LibC.PROT_READ | (forWriting ? LibC.PROT_WRITE : 0);
        void* pages = LibC.mmap(null, (size_t)length, protection, LibC.MAP_SHARED, memory.Number, (off_t)(long)first);
        errno = (nint)pages == -1 ? LibC.errno : 0;
        return errno == 0 ? new MemoryMapping((byte*)pages, (nuint)length, inPage) : null;
    }

    /// <summary>Copies from byte <paramref name="offset"/> of the range on.</summary>
    public void Copy(long offset, Span<byte> target)
    {
        long at = _inPage + offset;
        ulong* source = (ulong*)(_pages + (at & ~(Word - 1L)));
        int skip = (int)(at & (Word - 1)), done = 0;
        while (done < target.Length)
        {
            ulong word = Volatile.Read(ref *source++);
            int count = Math.Min(Word - skip, target.Length - done);
            if (count == Word) BitConverter.TryWriteBytes(target[done..], word);
            else for (int i = 0; i < count; i++) target[done + i] = (byte)(word >> (8 * (skip + i)));
            done += count;
            skip = 0;
        }
    }

    public void Dispose() => _ = LibC.munmap(_pages, (size_t)(ulong)_length);
}
