using System.Runtime.InteropServices;

namespace PstoreAgent.Native;

/// <summary>
/// What lies below PosixSignalRegistration in the runtime (pal_signal.c): the class itself brings the thread pool with
/// it, which nothing else here needs.
/// </summary>
internal static unsafe partial class RuntimeSignals
{
    private const string Library = "libSystem.Native";

    /// <summary>Starts the thread that hands signals out. 0 on failure, with errno.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_InitializeTerminalAndSignalHandling", SetLastError = true)]
    public static partial int Initialize();

    /// <summary>Sets what is called on that thread, with the signal's number and the runtime's own; its answer is 0 where the signal is to do what it does by default.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_SetPosixSignalHandler")]
    public static partial void SetHandler(delegate* unmanaged<int, int, int> handler);

    /// <summary>Takes a signal over. 0 on failure, with errno.</summary>
    [LibraryImport(Library, EntryPoint = "SystemNative_EnablePosixSignalHandling", SetLastError = true)]
    public static partial int Enable(int signal);
}
