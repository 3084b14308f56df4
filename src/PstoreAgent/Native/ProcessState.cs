using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>What /proc/PID/stat says of a process: "PID (NAME) STATE ...".</summary>
internal static class ProcessState
{
    private const int MostBytes = 4096;

    /// <summary>Whether its first thread has ended. A process whose other threads go on looks so too.</summary>
    public static bool IsZombie(int process)
    {
        using FileDescriptor? file = FileDescriptor.Open($"/proc/{process}/stat", LibC.O_RDONLY, 0, out _);
        if (file?.ReadToEnd(MostBytes, out _) is not { } text) return false;
        int name = text.AsSpan().LastIndexOf(") "u8);
        return name >= 0 && name + 2 < text.Length && text[name + 2] == 'Z';
    }
}
