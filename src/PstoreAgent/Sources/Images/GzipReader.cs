using System.IO.Compression;

namespace PstoreAgent.Sources.Images;

/// <summary>Unpacks gzip; damage and a missing end are errors. Several members, and bytes behind the last, are as good as one.</summary>
internal sealed class GzipReader : IByteReader
{
    private readonly GZipStream _gzip;
    private readonly string _name;
    private long _total;

    // Without it the framework's stream ends quietly where its input is cut.
    static GzipReader() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    public GzipReader(IByteReader input, string name)
    {
        _name = name;
        _gzip = new GZipStream(new ReaderStream(input), CompressionMode.Decompress);
    }

    public int Read(Span<byte> buffer)
    {
        try
        {
            int count = _gzip.Read(buffer);
            _total += count;
            return count;
        }
        catch (InvalidDataException)
        {
            throw new AgentException(ExitCode.Data,
                $"{_name}: the gzip stream is cut or damaged behind byte {_total} of the unpacked image; copy it again, or read what 'gzip -dc' still gets out of it");
        }
    }
}
