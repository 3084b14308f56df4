using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>A sleep that another thread can end (eventfd).</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly FileDescriptor _event;

    public WakeUp()
    {
        int made = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (made < 0) throw new AgentException(ExitCode.InputOutput, $"eventfd: {Errno.Text(LibC.errno)}");
        _event = FileDescriptor.Adopt(made);
    }

    /// <summary>Ends every sleep, now and from now on.</summary>
    public void Set()
    {
        ulong one = 1;
        _event.Write(new ReadOnlySpan<byte>(&one, sizeof(ulong)));
    }

    /// <summary>Sleeps until <see cref="Clock.UptimeNanoseconds"/> has come to a time. False when it was ended before.</summary>
    public bool SleepUntil(long uptimeNanoseconds)
    {
        while (true)
        {
            long left = uptimeNanoseconds - Clock.UptimeNanoseconds;
            if (left <= 0) return !_event.WaitReadable(0);
            if (_event.WaitReadable((int)Math.Min(int.MaxValue, (left + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond))) return false;
        }
    }

    public void Dispose() => _event.Dispose();
}
