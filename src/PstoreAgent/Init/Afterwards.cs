using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Init;

/// <summary>What the first process does when the recovery is printed.</summary>
internal static unsafe class Afterwards
{
    /// <summary>What the kernel command line calls it.</summary>
    public const string Argument = "pstore_agent.after";

    private const string Shell = "/bin/sh";
    private const int Restart = 0x01234567; // LINUX_REBOOT_CMD_RESTART
    private const uint WaitSeconds = 3600;

    /// <summary>halt waits for a hand or a watchdog; reboot; shell. Comes back where it can't be done.</summary>
    public static void Run(string? word)
    {
        switch (word)
        {
            case null or "halt":
                StandardError.Line("pstore-agent: done, waiting; pstore_agent.after=reboot or shell on the kernel command line goes on");
                return;
            case "reboot":
                LibC.sync();
                _ = MissingImports.Reboot(Restart);
                StandardError.Line($"pstore-agent: reboot: {Errno.Text(LibC.errno)}");
                return;
            case "shell":
                RunShells();
                return;
            default:
                StandardError.Line($"pstore-agent: pstore_agent.after={word} is none of halt, reboot, shell; waiting");
                return;
        }
    }

    /// <summary>Waits for ever, and for children that others left.</summary>
    public static void Wait()
    {
        while (true)
        {
            int status;
            if (MissingImports.WaitPid(-1, &status, 0) < 0) _ = LibC.sleep(WaitSeconds);
        }
    }

    private static void RunShells()
    {
        while (true)
        {
            using ChildProcess? shell = ChildProcess.StartShared(Shell, [], out int errno);
            if (shell == null)
            {
                StandardError.Line($"pstore-agent: {Shell}: {Errno.Text(errno)}; waiting");
                return;
            }

            shell.Wait();
            StandardError.Line("pstore-agent: the shell ended, here is another");
        }
    }
}
