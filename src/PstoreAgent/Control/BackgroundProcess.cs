using System.Globalization;
using System.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Commands;
using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Control;

/// <summary>
/// This program in a session of its own, with /dev/null for its standard streams. Up to where its work goes well it has a
/// pipe to the process that started it, so that this one can say what went wrong.
/// </summary>
internal static class BackgroundProcess
{
    /// <summary>The hidden command of the process; the words of a command line follow.</summary>
    public const string Verb = "__background";

    private const string Nothing = "/dev/null";
    private const int MostMessage = 64 * 1024;

    private static FileDescriptor? s_report;

    private static ReadOnlySpan<byte> Started => "\0"u8;

    /// <summary>Starts it and waits until its work goes well. Its number.</summary>
    /// <exception cref="AgentException">It could not be started, or has failed.</exception>
    public static int Start(IReadOnlyList<string> words)
    {
        using ChildProcess? child = ChildProcess.StartDetached(Executable, Nothing, [Verb, .. words], out int errno);
        if (child == null) throw new AgentException(ExitCode.InputOutput, $"the process for the background can't be started: {(File.Exists(Nothing) ? "" : Nothing + ": ")}{Errno.Text(errno)}");

        // Not up to the end: the runtime may keep a copy of the pipe for as long as the process lives.
        byte[] first = new byte[1];
        int count = child.Output!.Read(first, -1, out _);
        if (count > 0 && first.AsSpan().SequenceEqual(Started)) return child.Release();
        byte[] told = count > 0 ? [.. first, .. child.Output.ReadToEnd(MostMessage, out _) ?? []] : [];
        ExitStatus end = child.Wait();
        string message = told.Length > 0 ? Encoding.UTF8.GetString(told) : string.Create(CultureInfo.InvariantCulture, $"the process for the background has ended at once (status 0x{end.Status:x})");
        throw new AgentException(end.Signal == 0 && end.Code != 0 ? end.Code : ExitCode.InputOutput, message);
    }

    /// <summary>Runs as the process.</summary>
    public static int Run(string[] args)
    {
        // Standard error is the pipe too: for what ends the process before it comes here.
        s_report = FileDescriptor.Adopt(LibC.fcntl(1, LibC.F_DUPFD_CLOEXEC, 3));
        _ = LibC.dup2(0, 1);
        _ = LibC.dup2(0, 2);
        try
        {
            return Dispatcher.Run(new ArgumentParser(args[1..]).Parse(), new StandardOutput());
        }
        catch (AgentException problem)
        {
            s_report?.Write(Encoding.UTF8.GetBytes(problem.Message));
            return problem.ExitCode;
        }
    }

    /// <summary>Tells the process that waits, if there is one, that all goes well.</summary>
    public static void TellStarted()
    {
        s_report?.Write(Started);
        s_report?.Dispose();
        s_report = null;
    }

    // Not by the link in /proc where that can be: the process would have its name, "exe".
    private static string Executable => SymbolicLink.Read(OwnExecutable.Path) is { } file && File.Exists(file) ? file : OwnExecutable.Path;
}
