using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Control.Pmsg;

/// <summary>
/// /dev/pmsg0 (fs/pstore/pmsg.c): each write(2) is one atomic append, of which the driver keeps the last bytes where it
/// is longer than the zone. Nothing is ever created: a plain file of that name would swallow all that is written.
/// </summary>
internal sealed class PmsgDevice : IPmsgTarget
{
    public const string Path = "/dev/pmsg0";

    private readonly FileDescriptor _device;

    private PmsgDevice(FileDescriptor device, int? mostBytes) => (_device, MostBytes) = (device, mostBytes);

    public string Name => Path;

    public int? MostBytes { get; }

    /// <summary>Opens the device.</summary>
    /// <exception cref="AgentException">It is not there, is something else, or may not be written.</exception>
    public static PmsgDevice Open(DiscoveryResult discovery)
    {
        // A pipe in its place must not hold the program up.
        FileDescriptor? device = FileDescriptor.Open(discovery.Machine.Root.Locate(Path), LibC.O_WRONLY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK | LibC.O_NOCTTY, 0, out int errno);
        if (device == null) throw Failure(errno, discovery);
        if (device.IsCharacterDevice()) return new PmsgDevice(device, PmsgLimit.Of(discovery));
        device.Dispose();
        throw NoDevice("is no character device");
    }

    /// <summary>Whether something of this name is there.</summary>
    public static bool Exists(Machine machine) => machine.Root.Exists(Path);

    public void Write(ReadOnlySpan<byte> record)
    {
        int written = _device.WriteOnce(record, out int errno);
        if (written < 0) throw new AgentException(ExitCode.InputOutput, $"{Path}: {Errno.Text(errno)}");
        if (written < record.Length) throw new AgentException(ExitCode.InputOutput, $"{Path}: only {written} of {record.Length} bytes were taken");
    }

    public void Dispose() => _device.Dispose();

    private static AgentException Failure(int errno, DiscoveryResult discovery)
    {
        if (errno == LibC.ELOOP) return NoDevice("is a symbolic link");
        if (AccessExplainer.IsRefused(errno))
            return new AgentException(ExitCode.Permission, $"{Path}: {Errno.Text(errno)}; run it as root, or give its user write access (chgrp or a udev rule)");
        return AccessExplainer.IsMissing(errno)
            ? new AgentException(ExitCode.Unavailable, $"{Path} is missing: {WhyMissing(discovery)}")
            : new AgentException(ExitCode.InputOutput, $"{Path}: {Errno.Text(errno)}");
    }

    private static AgentException NoDevice(string what) =>
        new(ExitCode.Unavailable, $"{Path} {what} and is left alone; remove it, and the kernel's device comes with the driver (or mknod {Path} c, with the major number of pmsg in /proc/devices)");

    private static string WhyMissing(DiscoveryResult discovery)
    {
        Machine machine = discovery.Machine;
        if (machine.ConfigOption("CONFIG_PSTORE_PMSG") == ConfigValue.No) return $"the kernel has no CONFIG_PSTORE_PMSG (from {machine.ConfigOrigin})";
        if (machine.DriverBound != true) return "the ramoops driver is not bound; heartbeat --mem writes the zone in memory itself";
        return PmsgLimit.ZoneSize(discovery) == 0
            ? $"the region has no pmsg zone ({discovery.Chosen?.Origin}); add pmsg-size to its node, or ramoops.pmsg_size= to the kernel command line"
            : "is devtmpfs mounted on /dev, and CONFIG_PSTORE_PMSG in the kernel?";
    }
}
