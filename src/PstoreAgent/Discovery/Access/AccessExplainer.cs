using PstoreAgent.Native;
using PstoreAgent.Reports;
using Tmds.Linux;

namespace PstoreAgent.Discovery.Access;

/// <summary>Turns a failed access into one line with the cause on this machine and the way out. What can't be looked up is "probably".</summary>
internal static class AccessExplainer
{
    public static AccessExplanation Explain(AccessFailure failure, DiscoveryResult discovery)
    {
        if (failure.Step == AccessStep.Start) return new AccessExplanation($"{What(failure)}: is the file of this program still there, and memory left?", ExitCode.InputOutput);
        string cause = failure.Source switch
        {
            "mem" => new MemCauses(failure, discovery).Find(),
            "kcore" => KcoreCauses.Find(failure, discovery.Machine),
            _ => PstoreCauses.Find(failure, discovery.Machine),
        };
        return new AccessExplanation($"{What(failure)}: {cause}", ExitCodeOf(failure));
    }

    private static string What(AccessFailure failure)
    {
        string range = $"0x{failure.Address:x} ({SizeText.Of(failure.Size)})";
        string file = failure.Source switch { "mem" => "/dev/mem", "kcore" => "/proc/kcore", _ => "the pstore file system" };
        return failure.Step switch
        {
            AccessStep.Open => $"open of {file}{(failure.IsWrite ? " for writing" : "")} {Refused(failure.Code)}",
            AccessStep.Mount => $"mount of pstore {Refused(failure.Code)}",
            AccessStep.Map => $"mmap of {range} through {file}{(failure.IsWrite ? " for writing" : "")} {Refused(failure.Code)}",
            AccessStep.Read when failure.Source == "pstore" => $"read of {file} {Refused(failure.Code)}",
            AccessStep.Read => $"read of {range} through {file} {Refused(failure.Code)}",
            AccessStep.BusError => $"{Doing(failure)} 0x{failure.Address:x} through {file} raised {Signal(failure.Code)}",
            AccessStep.Start => $"starting the child that {(failure.IsWrite ? "writes" : "reads")} {range} {Refused(failure.Code)}",
            AccessStep.NotCovered when failure.Source == "pstore" => "there is no pstore file system",
            AccessStep.NotCovered => $"{range} is not in {file}",
            _ => $"{Doing(failure)} {range} through {file} did not end in time",
        };
    }

    private static string Doing(AccessFailure failure) => failure.IsWrite ? "writing" : "reading";

    private static int ExitCodeOf(AccessFailure failure)
    {
        if (failure.Step is AccessStep.BusError or AccessStep.Timeout) return ExitCode.InputOutput;
        if (IsRefused(failure.Code)) return ExitCode.Permission;
        return IsMissing(failure.Code) ? ExitCode.Unavailable : ExitCode.InputOutput;
    }

    public static bool IsRefused(int errno) => errno == LibC.EPERM || errno == LibC.EACCES;

    public static bool IsMissing(int errno) => errno == LibC.ENOENT || errno == LibC.ENXIO || errno == LibC.ENODEV || errno == LibC.ENOTDIR;

    private static string Refused(int errno) => IsRefused(errno) ? $"refused ({Name(errno)})" : $"failed ({Name(errno)})";

    private static string Signal(int signal) => signal == LibC.SIGBUS ? "a bus error (SIGBUS)" : $"signal {signal}";

    private static string Name(int errno) =>
        errno == LibC.EPERM ? "EPERM"
        : errno == LibC.EACCES ? "EACCES"
        : errno == LibC.EFAULT ? "EFAULT"
        : errno == LibC.ENOENT ? "ENOENT"
        : errno == LibC.ENXIO ? "ENXIO"
        : errno == LibC.ENODEV ? "ENODEV"
        : errno == LibC.EINVAL ? "EINVAL"
        : errno == LibC.EOVERFLOW ? "EOVERFLOW"
        : errno == LibC.EIO ? "EIO"
        : Errno.Text(errno);
}
