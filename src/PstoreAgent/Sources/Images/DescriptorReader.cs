using PstoreAgent.Native;

namespace PstoreAgent.Sources.Images;

/// <summary>Reads a descriptor from front to end, from an offset or, for pipes, from where it stands.</summary>
internal sealed class DescriptorReader(FileDescriptor file, string name, long offset) : IByteReader
{
    private byte[] _peeked = [];
    private long _offset = offset;

    /// <summary>Looks at the next bytes, fewer at the end.</summary>
    public byte[] Peek(int count)
    {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count)
        {
            int read = Read(bytes.AsSpan(done));
            if (read == 0) break;
            done += read;
        }

        _peeked = bytes[..done];
        return _peeked;
    }

    public int Read(Span<byte> buffer)
    {
        if (_peeked.Length > 0)
        {
            int copy = Math.Min(_peeked.Length, buffer.Length);
            _peeked.AsSpan(0, copy).CopyTo(buffer);
            _peeked = _peeked[copy..];
            return copy;
        }

        int count = file.Read(buffer, _offset, out int errno);
        if (count < 0) throw new AgentException(Errno.ExitCodeForReading(errno), $"{name}: {Errno.Text(errno)}");
        if (_offset >= 0) _offset += count;
        return count;
    }
}
