using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Init;

/// <summary>
/// Signals of the first process. The kernel drops those that have their default action, so that none can end it;
/// the runtime has handlers of its own, which would.
/// </summary>
internal static class Signals
{
    public static void Restore()
    {
        foreach (int signal in (ReadOnlySpan<int>)[LibC.SIGHUP, LibC.SIGINT, LibC.SIGQUIT, LibC.SIGTERM, LibC.SIGUSR1, LibC.SIGUSR2])
            _ = MissingImports.Signal(signal, 0);
    }
}
