using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>
/// What signals do to this process. Of the first process: the kernel drops those that have their default action, so that none can end it;
/// the runtime has handlers of its own, which would.
/// </summary>
internal static class Signals
{
    public const int FileSizeExceeded = 25; // SIGXFSZ
    private const nint Ignore = 1;

    /// <summary>A file that grows beyond its limit is an error of write(2), and no death that leaves half of it behind.</summary>
    public static void KeepFileLimitAnError() => _ = MissingImports.Signal(FileSizeExceeded, Ignore);

    public static void Restore()
    {
        foreach (int signal in (ReadOnlySpan<int>)[LibC.SIGHUP, LibC.SIGINT, LibC.SIGQUIT, LibC.SIGTERM, LibC.SIGUSR1, LibC.SIGUSR2])
            _ = MissingImports.Signal(signal, 0);
    }
}
