using System.Buffers.Binary;

namespace PstoreAgent.Archive;

/// <summary>
/// SHA-256 of FIPS 180-4, fed piece by piece. The framework's own needs OpenSSL beside the file, which a bare root
/// file system has not.
/// </summary>
internal sealed class Sha256
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestLength = 32;

    private const int LengthField = sizeof(ulong);

    private readonly uint[] _state = [.. Sha256Block.Start];
    private readonly byte[] _pending = new byte[Sha256Block.Length];
    private ulong _length;

    /// <summary>The digest of bytes that are all there.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = new Sha256();
        hash.Append(bytes);
        byte[] digest = new byte[DigestLength];
        hash.Finish(digest);
        return digest;
    }

    /// <summary>The digest of bytes that are all there, as 64 lower-case hex digits.</summary>
    public static string HexOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(Hash(bytes));

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        int pending = (int)(_length % Sha256Block.Length);
        _length += (ulong)bytes.Length;
        if (pending > 0)
        {
            int taken = Math.Min(Sha256Block.Length - pending, bytes.Length);
            bytes[..taken].CopyTo(_pending.AsSpan(pending));
            bytes = bytes[taken..];
            if (pending + taken < Sha256Block.Length) return;
            Sha256Block.Mix(_state, _pending);
        }

        int whole = bytes.Length - (bytes.Length % Sha256Block.Length);
        Sha256Block.Mix(_state, bytes[..whole]);
        bytes[whole..].CopyTo(_pending);
    }

    /// <summary>Writes the digest of all that was appended, 32 bytes, and begins anew.</summary>
    public void Finish(Span<byte> digest)
    {
        ulong bits = _length * 8;
        int pending = (int)(_length % Sha256Block.Length);
        int zeros = Sha256Block.Length - LengthField - 1 - pending;
        if (zeros < 0) zeros += Sha256Block.Length;

        Span<byte> padding = stackalloc byte[Sha256Block.Length + LengthField + 1];
        padding = padding[..(1 + zeros + LengthField)];
        padding.Clear();
        padding[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padding[(1 + zeros)..], bits);
        Append(padding);

        for (int i = 0; i < _state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(digest[(i * sizeof(uint))..], _state[i]);
        Sha256Block.Start.CopyTo(_state);
        _length = 0;
    }
}
