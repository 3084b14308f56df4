using System.Buffers;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources;

/// <summary>
/// Zeroed memory outside the garbage collector's heap, whose size is limited. Pages that nobody writes cost nothing.
/// </summary>
internal sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    private readonly int _length;
    private byte* _start;

    public NativeBuffer(int length)
    {
        _length = length;

        // A small buffer is filled at once: one call is cheaper than a fault for each page.
        int populate = length <= AgentLimits.Chunk ? LibC.MAP_POPULATE : 0;
        void* address = LibC.mmap(null, (size_t)(ulong)length, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | populate, -1, 0);
        if ((nint)address == -1)
            throw new AgentException(ExitCode.InputOutput, $"{length} bytes of memory for the image: {Errno.Text(LibC.errno)}");
        _start = (byte*)address;
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
