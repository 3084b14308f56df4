using System.Runtime.InteropServices;

namespace PstoreAgent.Native;

/// <summary>
/// The signals that ask this process to end, as an event in place of a death. The runtime's own registration is used:
/// it has threads that a blocked signal would go to, and handlers that a signalfd would race with.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Takes over SIGTERM, SIGINT, SIGHUP, and more where a child is to get them.</summary>
    /// <param name="came">Gets the number of each signal, on a thread of its own.</param>
    /// <param name="more">Numbers of further signals.</param>
    public StopSignals(Action<int> came, params ReadOnlySpan<int> more)
    {
        int[] signals = [Tmds.Linux.LibC.SIGTERM, Tmds.Linux.LibC.SIGINT, Tmds.Linux.LibC.SIGHUP, .. more];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            came(signal);
        }))];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }
}
