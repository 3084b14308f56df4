using System.Diagnostics.CodeAnalysis;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>
/// A child of this executable that writes to a pipe, and may read from another. posix_spawn and not fork: the runtime
/// has threads, and a forked copy of it may hold their locks for ever.
/// </summary>
internal sealed unsafe class ChildProcess : IDisposable
{
    // glibc's posix_spawn_file_actions_t has 80 bytes on 64-bit machines.
    private const int ActionsSize = 256;

    // glibc's posix_spawnattr_t has 336 bytes.
    private const int AttributesSize = 512;
    private const int NoHang = 1; // WNOHANG
    private const short NewSession = 0x80; // POSIX_SPAWN_SETSID
    private const short DefaultSignals = 0x04; // POSIX_SPAWN_SETSIGDEF

    // What the kernel lets everybody have. In one of 64 KiB, its default, both sides stop for each other at every chunk.
    private const int PipeSize = 1024 * 1024;

    private readonly int _process;
    private bool _ended;

    private ChildProcess(int process, FileDescriptor? output, FileDescriptor? input)
    {
        _process = process;
        Output = output;
        Input = input;
    }

    /// <summary>What it writes to standard output; null where it shares this process's.</summary>
    public FileDescriptor? Output { get; }

    /// <summary>What it reads as standard input, up to where this is disposed; null where it shares this process's.</summary>
    public FileDescriptor? Input { get; }

    /// <summary>Starts <paramref name="executable"/>, which shares standard output. Null on failure, with errno.</summary>
    public static ChildProcess? StartShared(string executable, IReadOnlyList<string> arguments, out int errno)
    {
        errno = Spawn(executable, [executable, .. arguments], 0, 1, out int process);
        return errno == 0 ? new ChildProcess(process, null, null) : null;
    }

    /// <summary>Starts a program, looked up in PATH where its name has no slash, which shares all standard streams. Null on failure, with errno.</summary>
    public static ChildProcess? StartProgram(string name, IReadOnlyList<string> arguments, out int errno)
    {
        using var words = new StringArray([name, .. arguments]);
        using var environment = new StringArray(EnvironmentWords());
        byte* attributes = stackalloc byte[AttributesSize];
        int process = 0;
        errno = SetAttributes(attributes, 0);
        fixed (byte* path = FileDescriptor.PathBytes(name))
            if (errno == 0) errno = MissingImports.SpawnFromPath(&process, path, null, attributes, words.Pointer, environment.Pointer);
        _ = MissingImports.SpawnAttributesDestroy(attributes);
        return errno == 0 ? new ChildProcess(process, null, null) : null;
    }

    /// <summary>Starts <paramref name="executable"/> in a session of its own, its standard input from a file, the other standard streams in a pipe. Null on failure, with errno.</summary>
    public static ChildProcess? StartDetached(string executable, string input, IReadOnlyList<string> arguments, out int errno)
    {
        using FileDescriptor? nothing = FileDescriptor.Open(input, LibC.O_RDWR, 0, out errno);
        if (nothing == null || !TryMakePipe(out FileDescriptor? read, out FileDescriptor? write, out errno)) return null;
        using var words = new StringArray([executable, .. arguments]);
        using var environment = new StringArray(EnvironmentWords());
        byte* actions = stackalloc byte[ActionsSize], attributes = stackalloc byte[AttributesSize];
        int process = 0;
        using (write)
            fixed (byte* path = FileDescriptor.PathBytes(executable))
            {
                errno = MissingImports.SpawnActionsInit(actions);
                for (int stream = 0; stream <= 2 && errno == 0; stream++) errno = MissingImports.SpawnActionsDuplicate(actions, stream == 0 ? nothing.Number : write.Number, stream);
                if (errno == 0) errno = SetAttributes(attributes, NewSession);
                if (errno == 0) errno = MissingImports.Spawn(&process, path, actions, attributes, words.Pointer, environment.Pointer);
                _ = MissingImports.SpawnAttributesDestroy(attributes);
                _ = MissingImports.SpawnActionsDestroy(actions);
            }

        if (errno == 0) return new ChildProcess(process, read, null);
        read.Dispose();
        return null;
    }

    /// <summary>Starts <paramref name="executable"/> with its standard output in a pipe. Null on failure, with errno.</summary>
    public static ChildProcess? Start(string executable, IReadOnlyList<string> arguments, out int errno)
    {
        if (!TryMakePipe(out FileDescriptor? read, out FileDescriptor? write, out errno)) return null;

        // Where this is refused it is only slower.
        _ = LibC.fcntl(read.Number, LibC.F_SETPIPE_SZ, PipeSize);
        errno = Spawn(executable, [executable, .. arguments], 0, write.Number, out int process);
        write.Dispose();
        if (errno == 0) return new ChildProcess(process, read, null);
        read.Dispose();
        return null;
    }

    /// <summary>Starts <paramref name="executable"/> with its standard input and output in pipes. Null on failure, with errno.</summary>
    public static ChildProcess? StartFed(string executable, IReadOnlyList<string> arguments, out int errno)
    {
        if (!TryMakePipe(out FileDescriptor? childInput, out FileDescriptor? input, out errno)) return null;
        using (childInput)
        {
            if (TryMakePipe(out FileDescriptor? output, out FileDescriptor? childOutput, out errno))
            {
                errno = Spawn(executable, [executable, .. arguments], childInput.Number, childOutput.Number, out int process);
                childOutput.Dispose();
                if (errno == 0) return new ChildProcess(process, output, input);
                output.Dispose();
            }
        }

        input.Dispose();
        return null;
    }

    /// <summary>Sends it a signal, where it still runs.</summary>
    public void Signal(int signal)
    {
        if (!_ended) _ = LibC.kill(_process, signal);
    }

    /// <summary>Waits for its end.</summary>
    public ExitStatus Wait()
    {
        int status = 0;
        while (!_ended && MissingImports.WaitPid(_process, &status, 0) < 0 && LibC.errno == LibC.EINTR)
        {
        }

        _ended = true;
        return new ExitStatus(status);
    }

    /// <summary>
    /// Waits for its end, or for that of its first thread: an oops kills the thread in which it happens and leaves the
    /// others of the runtime, which nobody would ever end; they are killed then.
    /// </summary>
    public ExitStatus WaitForFirstThread()
    {
        const int pause = 20;
        int status = 0;
        while (!_ended && MissingImports.WaitPid(_process, &status, NoHang) == 0)
        {
            if (ProcessState.IsZombie(_process)) _ = LibC.kill(_process, LibC.SIGKILL);
            Thread.Sleep(pause);
        }

        _ended = true;
        return new ExitStatus(status);
    }

    /// <summary>Kills it and does not wait: a child that waits for a bus that never answers can't be killed.</summary>
    public void Abandon()
    {
        if (!_ended) _ = LibC.kill(_process, LibC.SIGKILL);
        _ended = true;
    }

    /// <summary>Lets it live on by itself. Its number.</summary>
    public int Release()
    {
        _ended = true;
        return _process;
    }

    /// <summary>Ends it, if it has not ended by itself.</summary>
    public void Dispose()
    {
        Input?.Dispose();
        Output?.Dispose();
        if (_ended) return;
        _ = LibC.kill(_process, LibC.SIGKILL);
        Wait();
    }

    private static bool TryMakePipe([NotNullWhen(true)] out FileDescriptor? read, [NotNullWhen(true)] out FileDescriptor? write, out int errno)
    {
        int* ends = stackalloc int[2];
        bool made = LibC.pipe2(ends, LibC.O_CLOEXEC) == 0;
        errno = made ? 0 : LibC.errno;
        read = made ? FileDescriptor.Adopt(ends[0]) : null;
        write = made ? FileDescriptor.Adopt(ends[1]) : null;
        return made;
    }

    /// <summary>What this program ignores, and the runtime, a program that it starts must not: a pipe that nobody reads is to end it.</summary>
    private static int SetAttributes(byte* attributes, short flags)
    {
        // sigset_t has 128 bytes, a bit for each signal from 1 on.
        ulong* signals = stackalloc ulong[16];
        new Span<ulong>(signals, 16).Clear();
        *signals = (1UL << (LibC.SIGPIPE - 1)) | (1UL << (Signals.FileSizeExceeded - 1));
        int errno = MissingImports.SpawnAttributesInit(attributes);
        if (errno == 0) errno = MissingImports.SpawnAttributesSetDefaultSignals(attributes, signals);
        return errno != 0 ? errno : MissingImports.SpawnAttributesSetFlags(attributes, (short)(flags | DefaultSignals));
    }

    private static int Spawn(string executable, string[] arguments, int input, int output, out int process)
    {
        using var words = new StringArray(arguments);
        using var environment = new StringArray(EnvironmentWords());
        byte* actions = stackalloc byte[ActionsSize];
        int child = 0, errno;
        fixed (byte* path = FileDescriptor.PathBytes(executable))
        {
            errno = MissingImports.SpawnActionsInit(actions);
            if (errno == 0 && input != 0) errno = MissingImports.SpawnActionsDuplicate(actions, input, 0);
            if (errno == 0) errno = MissingImports.SpawnActionsDuplicate(actions, output, 1);
            if (errno == 0) errno = MissingImports.Spawn(&child, path, actions, null, words.Pointer, environment.Pointer);
            _ = MissingImports.SpawnActionsDestroy(actions);
        }

        process = child;
        return errno;
    }

    private static IEnumerable<string> EnvironmentWords()
    {
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            yield return $"{variable.Key}={variable.Value}";
    }
}
