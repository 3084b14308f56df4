using System.Buffers.Binary;
using System.IO.Compression;

namespace PstoreAgent.Sources;

/// <summary>
/// Unpacks gzip. The framework's stream ends quietly where its input is cut,
/// so the length in the last four bytes of the input is compared with what came out.
/// </summary>
internal sealed class GzipReader : IByteReader
{
    private readonly TailReader _input;
    private readonly GZipStream _gzip;
    private readonly string _name;
    private long _total;

    public GzipReader(IByteReader input, string name)
    {
        _name = name;
        _input = new TailReader(input);
        _gzip = new GZipStream(new ReaderStream(_input), CompressionMode.Decompress);
    }

    public int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _gzip.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new AgentException(ExitCode.Data, $"{_name}: the gzip stream is damaged behind byte {_total} of the unpacked image");
        }

        _total += count;
        if (count == 0 && !_input.EndsWith((uint)_total))
            throw new AgentException(ExitCode.Data, $"{_name}: the gzip stream is cut; it ends after {_total} bytes of the unpacked image");
        return count;
    }

    /// <summary>Remembers the last bytes that passed.</summary>
    private sealed class TailReader(IByteReader input) : IByteReader
    {
        private readonly byte[] _tail = new byte[4];

        public int Read(Span<byte> buffer)
        {
            int count = input.Read(buffer);
            if (count >= _tail.Length)
            {
                buffer.Slice(count - _tail.Length, _tail.Length).CopyTo(_tail);
            }
            else if (count > 0)
            {
                _tail.AsSpan(count).CopyTo(_tail);
                buffer[..count].CopyTo(_tail.AsSpan(_tail.Length - count));
            }

            return count;
        }

        /// <summary>Whether ISIZE, the length of the last member modulo 2^32, is this.</summary>
        public bool EndsWith(uint length) => BinaryPrimitives.ReadUInt32LittleEndian(_tail) == length;
    }
}
