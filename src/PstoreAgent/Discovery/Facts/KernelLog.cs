using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Facts;

/// <summary>The kernel log: of this machine by klogctl(3), below a folder what was kept of it there.</summary>
internal sealed class KernelLog(MachineRoot root) : IKernelLog
{
    private static readonly string[] s_files = ["/var/log/dmesg", "/dmesg", "/kmsg"];

    public ReadState Read(out byte[] text)
    {
        if (!root.IsThisMachine) return ReadFile(out text);
        byte[]? log = KernelLogBuffer.Read(DiscoveryLimits.KernelLog, out int errno);
        text = log ?? [];
        if (log != null) return ReadState.Read;
        if (errno != LibC.EPERM && errno != LibC.EACCES) return ReadState.Failed;
        root.NoteRefused("the kernel log");
        return ReadState.Refused;
    }

    private ReadState ReadFile(out byte[] text)
    {
        text = [];
        foreach (string file in s_files)
        {
            ReadState state = root.TryReadBytes(file, DiscoveryLimits.KernelLog, out text);
            if (state != ReadState.Missing) return state;
        }

        return ReadState.Missing;
    }
}
