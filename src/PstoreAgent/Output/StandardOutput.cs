using System.Buffers;
using System.Text;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Output;

/// <summary>
/// Results, by write(2), through one buffer. A reader that went away ends the output quietly;
/// any other failure is an error, since a result that is lost must not look like success.
/// </summary>
internal sealed class StandardOutput : IBufferWriter<byte>
{
    private const int Descriptor = 1, BufferSize = 32 * 1024;

    private byte[] _buffer = new byte[BufferSize];
    private int _used;
    private bool _closed;

    /// <summary>Whether a person reads it.</summary>
    public bool IsTerminal { get; } = LibC.isatty(Descriptor) == 1;

    /// <summary>Whether nobody reads any more.</summary>
    public bool IsClosed => _closed;

    public void Line(string text = "")
    {
        Text(text);
        Text("\n");
    }

    public void Text(string text)
    {
        Span<byte> span = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        Advance(Encoding.UTF8.GetBytes(text, span));
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= _buffer.Length - _used)
        {
            bytes.CopyTo(_buffer.AsSpan(_used));
            _used += bytes.Length;
            return;
        }

        Flush();
        Write(bytes);
    }

    public void Advance(int count) => _used += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        sizeHint = Math.Max(sizeHint, 1);
        if (_buffer.Length - _used < sizeHint) Flush();
        if (_buffer.Length < sizeHint) _buffer = new byte[sizeHint];
        return _buffer.AsSpan(_used);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public void Flush()
    {
        int used = _used;
        _used = 0;
        Write(_buffer.AsSpan(0, used));
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_closed || bytes.IsEmpty) return;
        int errno = FileDescriptor.Write(Descriptor, bytes);
        if (errno == 0) return;
        _closed = true;
        if (errno != LibC.EPIPE) throw new AgentException(ExitCode.InputOutput, $"standard output: {Errno.Text(errno)}");
    }
}
