using System.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Control;
using PstoreAgent.Control.CrashTests;
using PstoreAgent.Control.Pmsg;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Commands;

/// <summary>Crashes the kernel on purpose, to see whether the crash is recorded.</summary>
internal sealed class CrashTestCommand(CommonOptions common, CrashKind kind, bool yes, bool force, bool traced)
{
    private const string KernelLog = "/dev/kmsg", Tag = "crash-test";

    // KERN_CRIT: below the level of even a quiet console, so that the console zone gets it.
    private const string Level = "<2>";

    public static CrashTestCommand From(ParsedLine line, OptionValues values, CommonOptions common)
    {
        string word = line.Argument ?? CrashKind.Panic.Name();
        CrashKind kind = CrashKindNames.Parse(word) ?? throw new UsageException($"crash-test: '{word}' is none of {string.Join(", ", CrashKindNames.All)}{(word.Length == 16 ? "; a nonce goes with --check" : "")}");
        if (common.Image != null) throw new UsageException("crash-test crashes this machine; --image goes with --check");
        return new CrashTestCommand(common, kind, values.Has("--yes"), values.Has("--force"), values.Has("--trace"));
    }

    public int Run(StandardOutput output)
    {
        DiscoveryResult discovery = RegionDiscovery.Find(common);
        var setup = CrashSetup.Of(kind, discovery, traced);
        foreach ((string name, string value) in setup.Facts) output.Line($"{name,-14}{TerminalText.OneLine(value)}");
        foreach (string warning in setup.Warnings) output.Line($"{"Note",-14}{warning}");
        output.Flush();
        if (setup.Obstacles.Count > 0 && !force)
            throw new AgentException(ExitCode.Unavailable, $"crash-test: {string.Join("; ", setup.Obstacles)}; nothing was done (--force does it all the same)");
        if (!yes) throw new UsageException("crash-test crashes this machine; nothing was done, --yes does it");

        Machine machine = discovery.Machine;
        var mark = CrashMark.Make(kind, setup.Expected);
        Leave(mark, discovery);
        output.Line($"{"Nonce",-14}{mark.Nonce}");
        output.Line($"After the restart: pstore-agent crash-test --check {mark.Nonce}");
        output.Flush();
        LibC.sync();
        RecordFtrace? trace = traced ? RecordFtrace.Find(machine.Root) : null;
        bool turnedOn = trace is { IsOn: false } && trace.Set(true) == 0;
        CrashTrigger.Pull(kind, machine);
        if (turnedOn) trace!.Set(false);
        output.Line("The kernel goes on. If it was an oops, crash-test --check tells what is recorded already.");
        return ExitCode.Ok;
    }

    /// <summary>Leaves the mark in pmsg and in the kernel log, which goes to the console and into every dump.</summary>
    private static void Leave(CrashMark mark, DiscoveryResult discovery)
    {
        string text = mark.ToString();
        using PmsgDevice? device = PmsgDevice.Exists(discovery.Machine) ? PmsgDevice.Open(discovery) : null;

        // First what may be refused: a mark in pmsg alone would be that of a test that never was.
        int errno = KernelSwitch.Write(discovery.Machine.Root, KernelLog, $"{Level}{text}\n");
        if (errno != 0)
        {
            string wayOut = AccessExplainer.IsRefused(errno) && discovery.Machine.Argument("printk.devkmsg") == "off" ? "; printk.devkmsg=off on the kernel command line closes it: boot with printk.devkmsg=on" : "";
            throw new AgentException(Errno.ExitCodeForWriting(errno), $"{KernelLog}: {Errno.Text(errno)}; without the mark the test can't be checked, nothing was done{wayOut}");
        }

        if (device != null) new PmsgRecords(device, discovery.Machine).WriteLine(Encoding.ASCII.GetBytes(Tag), Encoding.ASCII.GetBytes(text));
    }
}
