using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources.Memory;

namespace PstoreAgent.Sources;

/// <summary>Gets the bytes of a region out of the machine's memory.</summary>
internal static class RegionReader
{
    // Long enough for a writer to finish the line that it is at.
    private const int PauseMilliseconds = 1;

    /// <summary>Copies the region. Null, with what went wrong, on failure.</summary>
    public static Snapshot? Read(SourceKind kind, MachineRoot root, ulong address, long size, out AccessFailure? failure)
    {
        using IMemoryPasses? passes = Open(kind, root, address, size, StableCopy.MostPasses, PauseMilliseconds, out failure);
        if (passes == null || StableCopy.Read(passes, size, out failure) is not { } copied) return null;
        return new Snapshot(copied.Bytes, Name(kind, address), size, 0) { Kind = kind, Address = address, Unstable = copied.Unstable };
    }

    /// <summary>"/dev/mem at 0x880000000".</summary>
    public static string Name(SourceKind kind, ulong address) => $"{DevicePath(kind)} at 0x{address:x}";

    /// <summary>A range that is read without end, with a pause before each time but the first. Null, with what went wrong, on failure.</summary>
    public static IMemoryPasses? Watch(SourceKind kind, MachineRoot root, ulong address, long size, int pauseMilliseconds, out AccessFailure? failure) =>
        Open(kind, root, address, size, 0, pauseMilliseconds, out failure);

    private static IMemoryPasses? Open(SourceKind kind, MachineRoot root, ulong address, long size, int passes, int pauseMilliseconds, out AccessFailure? failure)
    {
        string path = root.Locate(DevicePath(kind));
        return kind == SourceKind.Kcore
            ? CorePasses.Open(path, address, size, pauseMilliseconds, out failure)
            : ChildPasses.Start(path, address, size, passes, pauseMilliseconds, out failure);
    }

    private static string DevicePath(SourceKind kind) => kind == SourceKind.Kcore ? "/proc/kcore" : MemoryDevice.DefaultPath;
}
