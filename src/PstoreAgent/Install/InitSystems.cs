using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Install;

/// <summary>The init systems that install knows.</summary>
internal static class InitSystems
{
    private const string Units = "/etc/systemd/system/", Wants = Units + "sysinit.target.wants", DracutModule = "/usr/lib/dracut/modules.d/90pstore-agent";
    private const string Service = "pstore-agent.service", EarlyService = "pstore-agent-initramfs.service", Script = "/etc/init.d/pstore-agent";

    public static readonly InitSystem[] All =
    [
        new("systemd",
            [new(Units + Service, "systemd/" + Service, false), new(Units + EarlyService, "systemd/" + EarlyService, false)],
            [new($"{Wants}/{Service}", Units + Service), new($"{Wants}/{EarlyService}", Units + EarlyService)])
        {
            OwnFolders = [Wants],
            AfterInstall = "systemctl daemon-reload",
            AfterRemoval = "systemctl daemon-reload",
        },
        new("sysvinit", [new(Script, "sysvinit/pstore-agent", true)], [new("/etc/rcS.d/S15pstore-agent", "../init.d/pstore-agent") { NumberLength = 3 }])
        {
            AfterInstall = "update-rc.d pstore-agent defaults",
            AfterRemoval = "update-rc.d pstore-agent remove",
            ActsOnFiles = true,
        },
        new("busybox", [new("/etc/init.d/S01pstore-agent", "busybox/S01pstore-agent", true)], []),
        new("openrc", [new(Script, "openrc/pstore-agent", true)],
            [
                // Debian's OpenRC never enters the runlevel boot, and mounts in sysinit.
                new("/etc/runlevels/boot/pstore-agent", Script) { Elsewhere = ("/etc/runlevels/sysinit/mountall.sh", "/etc/runlevels/sysinit/pstore-agent") },
            ]),
        new("initramfs-tools",
            [
                new("/etc/initramfs-tools/hooks/pstore-agent", "initramfs-tools/hooks/pstore-agent", true),
                new("/etc/initramfs-tools/scripts/init-top/pstore-agent", "initramfs-tools/scripts/init-top/pstore-agent", true),
            ], [])
        {
            AfterInstall = "update-initramfs -u",
            AfterRemoval = "update-initramfs -u",
            ActsOnFiles = true,
        },
        new("dracut",
            [
                new(DracutModule + "/module-setup.sh", "dracut/module-setup.sh", true),
                new(DracutModule + "/pstore-agent-dump.sh", "dracut/pstore-agent-dump.sh", true),
            ], [])
        {
            OwnFolders = [DracutModule],
            AfterInstall = "dracut -f",
            AfterRemoval = "dracut -f",
            ActsOnFiles = true,
        },
    ];

    public static string[] Names { get; } = [.. All.Select(system => system.Name)];

    public static InitSystem Find(string name) => Array.Find(All, system => system.Name == name)!;

    /// <summary>The one that a machine seems to run, or null.</summary>
    public static string? Running(MachineRoot root)
    {
        if (root.DirectoryExists("/run/systemd/system")) return "systemd";
        if (root.DirectoryExists("/run/openrc") || root.Exists("/sbin/openrc-run")) return "openrc";
        if (!root.Exists("/etc/inittab") && !root.Exists("/etc/init.d/rcS")) return null;
        return root.DirectoryExists("/etc/rcS.d") ? "sysvinit" : "busybox";
    }
}
