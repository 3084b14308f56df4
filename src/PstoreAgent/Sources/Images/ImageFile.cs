using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Sources.Images;

/// <summary>An image that was opened for reading: a file, a device or standard input.</summary>
internal sealed class ImageFile : IDisposable
{
    private const string StandardInput = "-";

    private ImageFile(FileDescriptor file, string name)
    {
        File = file;
        Name = name;
        End = file.SeekEnd();
        Span<byte> first = stackalloc byte[2];
        IsGzip = IsSeekable && file.Read(first, 0, out _) == 2 && first[0] == 0x1F && first[1] == 0x8B;
    }

    public FileDescriptor File { get; }

    /// <summary>The same for people.</summary>
    public string Name { get; }

    /// <summary>Bytes up to its end; 0 or less where it knows none.</summary>
    public long End { get; }

    public bool IsSeekable => End > 0;

    /// <summary>Whether it is packed, as far as that can be told without reading it up.</summary>
    public bool IsGzip { get; }

    /// <exception cref="AgentException">It can't be opened, or is a directory.</exception>
    public static ImageFile Open(string image)
    {
        string name = image == StandardInput ? "standard input" : image;
        FileDescriptor? file = image == StandardInput
            ? FileDescriptor.Duplicate(0, out int errno)
            : FileDescriptor.Open(image, LibC.O_RDONLY, 0, out errno);
        if (file == null) throw new AgentException(Errno.ExitCodeForReading(errno), $"{name}: {Errno.Text(errno)}");
        if (file.Read(default, -1, out errno) < 0 && errno == LibC.EISDIR)
        {
            file.Dispose();
            throw new AgentException(ExitCode.NoInput, $"{name}: is a directory; --image takes a file");
        }

        return new ImageFile(file, name);
    }

    public void Dispose() => File.Dispose();
}
