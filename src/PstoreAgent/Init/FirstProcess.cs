using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Init;

/// <summary>
/// The program as the first process of a machine, from an initramfs that need hold nothing else. It never ends: when
/// the first process does, the kernel panics, and a bound ramoops driver records that panic over the one that was to be
/// read. For the same reason a child does the work: what goes wrong in it can't end this process.
/// </summary>
internal static class FirstProcess
{
    private static readonly string[] s_names = ["init", "linuxrc"];

    /// <summary>
    /// Whether this is a machine's first process and not a container's: started under init's name, or before anybody mounted /proc.
    /// </summary>
    public static bool IsThis =>
        (int)LibC.getpid() == 1
        && (s_names.Contains(Path.GetFileName(OwnExecutable.NameAtStart ?? "")) || !File.Exists("/proc/self/stat"));

    /// <summary>Does what there is to do, and never comes back.</summary>
    public static void Run()
    {
        try
        {
            KernelMounts.Mount();
            StandardStreams.OpenConsole();
            Signals.Restore();
            Recover();
            Afterwards.Run(new Machine(new MachineRoot("/")).Argument(Afterwards.Argument));
        }
        catch (Exception problem)
        {
            StandardError.Line($"pstore-agent: {problem.Message}");
        }

        Afterwards.Wait();
    }

    private static void Recover()
    {
        using ChildProcess? child = ChildProcess.StartShared(OwnExecutable.Path, ["recover"], out int errno);
        if (child == null)
        {
            StandardError.Line($"pstore-agent: {OwnExecutable.Path} can't be started: {Errno.Text(errno)}");
            return;
        }

        ExitStatus status = child.Wait();
        if (status.Signal != 0) StandardError.Line($"pstore-agent: recover was killed by signal {status.Signal}");
    }
}
