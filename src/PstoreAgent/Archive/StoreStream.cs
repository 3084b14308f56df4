using PstoreAgent.Native;

namespace PstoreAgent.Archive;

/// <summary>Writes to a file of the store, and takes the digest of what is written.</summary>
internal sealed class StoreStream(FileDescriptor file, string path) : Stream
{
    private readonly Sha256 _hash = new();
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>SHA-256 of all that was written, in hex digits.</summary>
    public string Digest()
    {
        Span<byte> digest = stackalloc byte[Sha256.DigestLength];
        _hash.Finish(digest);
        return Convert.ToHexStringLower(digest);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int errno = file.Write(buffer);
        if (errno != 0) throw new StoreWriteException(path, errno);
        _hash.Append(buffer);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
