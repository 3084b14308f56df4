using PstoreAgent.Native;

namespace PstoreAgent.Sources.Images;

/// <summary>Reads a region from a file, a device or standard input; gzip is recognised by its first bytes.</summary>
internal static class ImageSource
{
    /// <summary>Reads the region that begins at <paramref name="offset"/>, no more than <paramref name="size"/> bytes of it where that is given.</summary>
    public static Snapshot Read(string image, long offset, long? size)
    {
        using ImageFile file = ImageFile.Open(image);
        return Read(file, offset, size);
    }

    /// <summary>Reads a region from an image that is open.</summary>
    public static Snapshot Read(ImageFile image, long offset, long? size)
    {
        (FileDescriptor file, string name) = (image.File, image.Name);
        if (image.IsGzip) return ReadStream(new GzipReader(new DescriptorReader(file, name, 0), name), name, offset, size);
        if (image.IsSeekable) return ReadFile(file, name, image.End, offset, size);

        // The bytes before the region may be another device's, which reading could disturb.
        if (file.IsCharacterDevice() && file.Read(default, offset, out _) >= 0)
        {
            Snapshot snapshot = ReadStream(new DescriptorReader(file, name, offset), name, 0, size);
            return snapshot with { Start = offset };
        }

        var input = new DescriptorReader(file, name, -1);
        IByteReader reader = input.Peek(2) is [0x1F, 0x8B] ? new GzipReader(input, name) : input;
        return ReadStream(reader, name, offset, size);
    }

    private static Snapshot ReadFile(FileDescriptor file, string name, long end, long offset, long? size)
    {
        long available = end - offset;
        CheckLength(name, offset, available, end);
        long length = Math.Min(available, size ?? long.MaxValue);
        if (size == null && length > AgentLimits.LargeImage)
        {
            (long start, long window) = RegionFinder.Find(file, name, offset, end);
            (offset, length) = (start, window);
        }

        if (length > AgentLimits.MaxRegion) throw TooLarge(name, length);
        var buffer = new NativeBuffer((int)length);
        Fill(buffer.Memory, (chunk, at) => ReadFully(file, name, chunk, offset + at));
        return new Snapshot(buffer.Memory, name, end, offset);
    }

    /// <summary>Copies chunk by chunk; chunks of zeros are not written, so that a sparse image stays sparse.</summary>
    private static void Fill(Memory<byte> target, ReadChunk read)
    {
        if (target.Length <= AgentLimits.Chunk)
        {
            read(target.Span, 0);
            return;
        }

        byte[] chunk = new byte[AgentLimits.Chunk];
        for (int at = 0; at < target.Length; at += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, Math.Min(chunk.Length, target.Length - at));
            part = part[..read(part, at)];
            if (part.IndexOfAnyExcept((byte)0) >= 0) part.CopyTo(target.Span[at..]);
        }
    }

    private delegate int ReadChunk(Span<byte> chunk, long at);

    private static int ReadFully(FileDescriptor file, string name, Span<byte> buffer, long at)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            int count = file.Read(buffer[done..], at + done, out int errno);
            if (count < 0) throw new AgentException(Errno.ExitCodeForReading(errno), $"{name}: reading at byte {at + done}: {Errno.Text(errno)}");
            if (count == 0) break;
            done += count;
        }

        return done;
    }

    private static Snapshot ReadStream(IByteReader reader, string name, long offset, long? size)
    {
        var bytes = new GrowingBuffer(name);
        long skip = offset, total = 0;
        byte[] chunk = new byte[AgentLimits.Chunk / 16];
        while (size == null || bytes.Length < size)
        {
            int count = reader.Read(chunk);
            if (count == 0) break;
            total += count;
            int skipped = (int)Math.Min(skip, count);
            skip -= skipped;
            bytes.Append(chunk.AsSpan(skipped, (int)Math.Min(count - skipped, (size ?? long.MaxValue) - bytes.Length)));
        }

        CheckLength(name, offset, bytes.Length, total);
        return new Snapshot(bytes.ToMemory(), name, total, offset);
    }

    internal static void CheckLength(string name, long offset, long available, long end)
    {
        if (end == 0) throw new AgentException(ExitCode.Data, $"{name}: is empty");
        if (available <= 0) throw new AgentException(ExitCode.Data, $"{name}: --offset {offset} is beyond its {end} bytes");
        if (available < Pstore.Limits.ZoneHeaderSize)
            throw new AgentException(ExitCode.Data, $"{name}: {available} bytes are less than the {Pstore.Limits.ZoneHeaderSize} of a zone header");
    }

    internal static AgentException TooLarge(string name, long length) => new(ExitCode.Data,
        $"{name}: {length} bytes are more than the {AgentLimits.MaxRegion >> 20} MiB that a region may have; name its place with --offset and --mem-size");
}
