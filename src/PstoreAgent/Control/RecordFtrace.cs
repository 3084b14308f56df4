using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Control;

/// <summary>The switch of the function trace: record_ftrace in debugfs (fs/pstore/ftrace.c), which is there when the region has an ftrace zone.</summary>
internal sealed class RecordFtrace
{
    /// <summary>What turns it on at the next start, from Linux 5.17 on.</summary>
    public const string BootParameter = "pstore.record_ftrace=1";

    private const string ParameterFile = "/sys/module/pstore/parameters/record_ftrace", InDebugFileSystem = "/pstore/record_ftrace";

    private readonly MachineRoot _root;
    private readonly string _path;

    private RecordFtrace(MachineRoot root, string debugFileSystem)
    {
        _root = root;
        _path = debugFileSystem + InDebugFileSystem;
    }

    /// <summary>Null where debugfs is not mounted, or has no such switch.</summary>
    public static RecordFtrace? Find(MachineRoot root)
    {
        var found = DebugFileSystem.Place(root) is { } place ? new RecordFtrace(root, place) : null;
        return found != null && root.Exists(found._path) ? found : null;
    }

    /// <summary>Whether the kernel knows <see cref="BootParameter"/>.</summary>
    public static bool HasBootParameter(MachineRoot root) => root.Exists(ParameterFile);

    /// <summary>Whether it is on; null where that can't be read.</summary>
    public bool? IsOn => KernelSwitch.Read(_root, _path) switch { "1" => true, "0" => false, _ => null };

    /// <summary>Turns it on or off. errno, or 0.</summary>
    public int Set(bool on) => KernelSwitch.Write(_root, _path, on ? "1" : "0");

    /// <summary>Turns it on or off, or says why not.</summary>
    /// <exception cref="AgentException">The kernel refused it.</exception>
    public void Turn(bool on)
    {
        int errno = Set(on);
        if (errno != 0) throw new AgentException(Errno.ExitCodeForReading(errno), $"{_path}: {Errno.Text(errno)}");
    }
}
