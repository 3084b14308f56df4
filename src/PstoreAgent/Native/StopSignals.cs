using System.Runtime.InteropServices;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>
/// The signals that ask this process to end, as an event in place of a death. The runtime's own handler and its thread
/// are used: the runtime has threads that a blocked signal would go to, and a program that is started takes over blocked
/// signals, but no handlers.
/// </summary>
internal sealed unsafe class StopSignals : IDisposable
{
    private const int Handled = 1;

    private static readonly Lock s_lock = new();
    private static Action<int>? s_came;

    /// <summary>Signals that end or stop a program which does not take them over; SIGKILL, SIGSTOP and those of faults can't be.</summary>
    public static int[] Deadly =>
    [
        LibC.SIGQUIT, LibC.SIGUSR1, LibC.SIGUSR2, LibC.SIGALRM, LibC.SIGTSTP, LibC.SIGTTIN, LibC.SIGTTOU, LibC.SIGVTALRM, LibC.SIGPROF, LibC.SIGXCPU, LibC.SIGIO, LibC.SIGPWR, LibC.SIGSTKFLT,
    ];

    /// <summary>Takes over SIGTERM, SIGINT, SIGHUP, and more where a child is to get them. There is one at a time.</summary>
    /// <param name="came">Gets the number of each signal, on a thread of its own.</param>
    /// <param name="more">Numbers of further signals.</param>
    /// <exception cref="AgentException">There is no memory for a handler or its thread.</exception>
    public StopSignals(Action<int> came, params ReadOnlySpan<int> more)
    {
        s_came = came;
        bool taken = RuntimeSignals.Initialize() != 0;
        RuntimeSignals.SetHandler(&Handle);
        foreach (int signal in (int[])[LibC.SIGTERM, LibC.SIGINT, LibC.SIGHUP, .. more]) taken = taken && RuntimeSignals.Enable(signal) != 0;
        if (!taken) throw new AgentException(ExitCode.InputOutput, $"the signals that end this program can't be taken over: {Errno.Text(LibC.errno)}");
    }

    /// <summary>
    /// From now on nothing is told. The signals stay taken over: one that comes while they are given back does what it
    /// does by default, and the program is about to end with an exit code that is decided.
    /// </summary>
    public void Dispose()
    {
        lock (s_lock) s_came = null;
    }

    [UnmanagedCallersOnly]
    private static int Handle(int signal, int runtimeNumber)
    {
        lock (s_lock) s_came?.Invoke(signal);
        return Handled;
    }
}
