using System.Text;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Control.Heartbeats;

/// <summary>A program that a heartbeat goes with: it gets the signals that this process gets, and its end is this process's.</summary>
internal sealed class HeartbeatChild
{
    // What a shell makes of a program that a signal killed.
    private const int SignalBase = 128;

    private readonly Lock _lock = new();
    private readonly WakeUp _ended;
    private ChildProcess? _process;
    private Thread? _waiter;
    private ExitStatus _status;
    private int _early;

    /// <param name="ended">Is woken up by its end.</param>
    public HeartbeatChild(WakeUp ended) => _ended = ended;

    /// <summary>Signals that are passed on beside those that end every program.</summary>
    public static int[] Forwarded => [LibC.SIGQUIT, LibC.SIGUSR1, LibC.SIGUSR2];

    /// <summary>Starts the program.</summary>
    /// <exception cref="AgentException">It can't be started.</exception>
    public void Start(string program, IReadOnlyList<string> arguments)
    {
        ChildProcess process = ChildProcess.StartProgram(program, arguments, out int errno)
            ?? throw new AgentException(Errno.ExitCodeForReading(errno), $"--exec: {program}: {Errno.Text(errno)}");
        _waiter = new Thread(() =>
        {
            _status = process.Wait();
            _ended.Set();
        });
        _waiter.Start();
        lock (_lock)
        {
            _process = process;
            if (_early != 0) process.Signal(_early);
        }
    }

    /// <summary>Passes a signal on, as soon as there is a program to get it.</summary>
    public void Signal(int signal)
    {
        lock (_lock)
        {
            if (_process == null) _early = signal;
            else _process.Signal(signal);
        }
    }

    /// <summary>Waits for its end: the exit code, and words for it.</summary>
    public int Wait(out byte[] words)
    {
        _waiter!.Join();
        words = Encoding.ASCII.GetBytes(_status.Signal != 0 ? $", the program was killed by signal {_status.Signal}" : $", the program ended with {_status.Code}");
        return _status.Signal != 0 ? SignalBase + _status.Signal : _status.Code;
    }
}
