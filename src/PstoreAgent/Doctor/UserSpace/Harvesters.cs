using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.UserSpace;

/// <summary>Other programs that take records away at boot: of two, each finds what the other left.</summary>
internal static class Harvesters
{
    private static readonly (string Name, string Sign, Fix Fix)[] s_known =
    [
        ("systemd-pstore", "/etc/systemd/system/sysinit.target.wants/systemd-pstore.service", Fix.Shell("systemctl mask systemd-pstore.service")),
        ("systemd-pstore", "/usr/lib/systemd/system/sysinit.target.wants/systemd-pstore.service", Fix.Shell("systemctl mask systemd-pstore.service")),
        ("systemd-pstore", "/lib/systemd/system/sysinit.target.wants/systemd-pstore.service", Fix.Shell("systemctl mask systemd-pstore.service")),
        ("memfaultd", "/etc/memfaultd.conf", Fix.Shell("systemctl disable --now memfaultd.service")),
        ("kdumpst", "/etc/systemd/system/multi-user.target.wants/kdumpst-init.service", Fix.Shell("systemctl disable kdumpst-init.service")),
        ("abrt-pstoreoops", "/etc/systemd/system/multi-user.target.wants/abrt-pstoreoops.service", Fix.Shell("systemctl disable abrt-pstoreoops.service")),
    ];

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (!setup.HasMachine) yield break;
        bool found = false;
        foreach (string name in s_known.Select(harvester => harvester.Name).Distinct())
        {
            if (name == "systemd-pstore" && IsMasked(setup)) continue;
            (string Name, string Sign, Fix Fix) present = Array.Find(s_known, harvester => harvester.Name == name && IsThere(setup.Machine.Root, harvester.Sign));
            if (present.Sign == null) continue;
            found = true;
            yield return Finding.Warning("harvester", $"{name} takes the records away at boot", $"{present.Sign}: it deletes what it has copied, and pstore-agent finds no more than memory still has", present.Fix);
        }

        if (!found) yield return Finding.Ok("harvester", "no other program is known to take the records away");
    }

    private static bool IsMasked(Setup setup) =>
        setup.Machine.Root.TryLink("/etc/systemd/system/systemd-pstore.service") == "/dev/null"
        || setup.Machine.Root.TryReadText("/etc/systemd/pstore.conf", DiscoveryLimits.Word, out string text) == ReadState.Read && text.Split('\n').Any(line => line.Trim() == "Storage=none");

    // The wants of a unit are links, which may lead nowhere below a foreign root.
    private static bool IsThere(MachineRoot root, string path) => root.Exists(path) || root.TryLink(path) != null;
}
