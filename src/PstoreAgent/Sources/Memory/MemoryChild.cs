using System.Buffers.Binary;
using System.Globalization;
using PstoreAgent.Native;

namespace PstoreAgent.Sources.Memory;

/// <summary>
/// The child that touches physical memory. A bus error can't be caught and kills at once: it kills this process and not
/// the one that reports. Standard output gets a status (step and errno, two 32-bit words) and then the range, again and
/// again: as often as it was asked for, or until nobody reads any more.
/// </summary>
internal static class MemoryChild
{
    /// <summary>The hidden command.</summary>
    public const string Verb = "__memory";

    public const int StatusSize = 8;

    private const int Output = 1, Chunk = 64 * 1024;

    /// <summary>The steps that the status names.</summary>
    public enum Step
    {
        Reading = 0,
        Opening = 1,
        Mapping = 2,
    }

    /// <summary>The arguments that <see cref="Run"/> takes.</summary>
    public static string[] Arguments(string device, ulong address, long size, int passes, int pauseMilliseconds) =>
        [Verb, device, $"{address}", $"{size}", $"{passes}", $"{pauseMilliseconds}"];

    /// <summary>Runs as the child. Exit code: 0.</summary>
    public static int Run(string[] args)
    {
        ulong address = ulong.Parse(args[2], CultureInfo.InvariantCulture);
        long size = long.Parse(args[3], CultureInfo.InvariantCulture);
        int passes = int.Parse(args[4], CultureInfo.InvariantCulture), pause = int.Parse(args[5], CultureInfo.InvariantCulture);
        using FileDescriptor? device = MemoryDevice.Open(args[1], out int errno);
        if (device == null) return Tell(Step.Opening, errno);
        using MemoryMapping? mapping = MemoryMapping.Map(device, address, size, out errno);
        if (mapping == null) return Tell(Step.Mapping, errno);
        Tell(Step.Reading, 0);
        Copy(mapping, size, passes, pause);
        return ExitCode.Ok;
    }

    private static void Copy(MemoryMapping mapping, long size, int passes, int pause)
    {
        byte[] chunk = new byte[Math.Min(size, Chunk)];
        for (int pass = 0; passes == 0 || pass < passes; pass++)
        {
            if (pass > 0) Thread.Sleep(pause);
            for (long at = 0; at < size; at += chunk.Length)
            {
                Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, size - at));
                mapping.Copy(at, part);
                if (FileDescriptor.Write(Output, part) != 0) return;
            }
        }
    }

    private static int Tell(Step step, int errno)
    {
        Span<byte> status = stackalloc byte[StatusSize];
        BinaryPrimitives.WriteInt32LittleEndian(status, (int)step);
        BinaryPrimitives.WriteInt32LittleEndian(status[4..], errno);
        FileDescriptor.Write(Output, status);
        return ExitCode.Ok;
    }
}
