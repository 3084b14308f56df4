using System.Buffers;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>The bytes of a file, not copied, for reading alone. The file must not become shorter as long as they are in use.</summary>
internal sealed unsafe class FileMapping : MemoryManager<byte>
{
    private readonly int _length;
    private byte* _start;

    private FileMapping(void* start, int length)
    {
        _start = (byte*)start;
        _length = length;
    }

    /// <summary>Maps the first bytes of a file. Null where its file system has no mappings.</summary>
    public static FileMapping? Of(FileDescriptor file, int length)
    {
        void* address = LibC.mmap(null, (size_t)(ulong)length, LibC.PROT_READ, LibC.MAP_PRIVATE, file.Number, 0);
        return (nint)address == -1 ? null : new FileMapping(address, length);
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (_start != null) _ = LibC.munmap(_start, (size_t)(ulong)_length);
        _start = null;
    }
}
