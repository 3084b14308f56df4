using PstoreAgent.Native;
using PstoreAgent.Sources.Images;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Facts;

/// <summary>Reads a file that the user names.</summary>
internal static class NamedFile
{
    private const int Chunk = 65536;
    private const string StandardInput = "-";

    // It can be read but once.
    private static byte[]? s_input;

    /// <summary>All of it.</summary>
    /// <param name="file">Its path; "-" is standard input.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="what">What it should be, with its article.</param>
    /// <exception cref="AgentException">It can't be read, or is too large.</exception>
    public static byte[] Read(string file, int limit, string what)
    {
        if (file == StandardInput && s_input != null) return s_input;
        int errno;
        using FileDescriptor? open = file == StandardInput ? FileDescriptor.Duplicate(0, out errno) : FileDescriptor.Open(file, LibC.O_RDONLY, 0, out errno);
        if (open == null) throw new AgentException(Errno.ExitCodeForReading(errno), $"{file}: {Errno.Text(errno)}");
        var bytes = new MemoryStream();
        var reader = new DescriptorReader(open, file, -1);
        byte[] chunk = new byte[Chunk];
        while (reader.Read(chunk) is > 0 and var count)
        {
            bytes.Write(chunk, 0, count);
            if (bytes.Length > limit) throw new AgentException(ExitCode.Data, $"{file}: more than the {limit >> 20} MiB that {what} may have");
        }

        byte[] all = bytes.ToArray();
        if (file == StandardInput) s_input = all;
        return all;
    }
}
