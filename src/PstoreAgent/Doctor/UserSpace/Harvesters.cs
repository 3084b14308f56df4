using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.UserSpace;

/// <summary>Other programs that take records away at boot: of two, each finds what the other left.</summary>
internal static class Harvesters
{
    private const string Systemd = "systemd-pstore";

    private static readonly string[] s_homes = ["/etc", "/usr/lib", "/lib"];

    private static readonly Harvester[] s_known =
    [
        new(Systemd, "/etc/systemd/system/sysinit.target.wants/systemd-pstore.service", Fix.Shell("systemctl mask systemd-pstore.service")),
        new(Systemd, "/usr/lib/systemd/system/sysinit.target.wants/systemd-pstore.service", Fix.Shell("systemctl mask systemd-pstore.service")),
        new(Systemd, "/lib/systemd/system/sysinit.target.wants/systemd-pstore.service", Fix.Shell("systemctl mask systemd-pstore.service")),
        new("memfaultd", "/etc/memfaultd.conf", Fix.Shell("systemctl disable --now memfaultd.service")),
        new("kdumpst", "/etc/systemd/system/multi-user.target.wants/kdumpst-init.service", Fix.Shell("systemctl disable kdumpst-init.service")),
        new("abrt-pstoreoops", "/etc/systemd/system/multi-user.target.wants/abrt-pstoreoops.service", Fix.Shell("systemctl disable abrt-pstoreoops.service")),
    ];

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (!setup.HasMachine) yield break;
        if (!Array.Exists(s_homes, setup.Machine.Root.DirectoryExists))
        {
            yield return Finding.Unknown("harvester", "whether other programs take the records away");
            yield break;
        }

        bool found = false;
        string? last = null;
        foreach (Harvester known in s_known)
        {
            // Signs of one program stand together.
            if (known.Name == last || (known.Name == Systemd && IsMasked(setup)) || !IsThere(setup.Machine.Root, known.Sign)) continue;
            found = true;
            last = known.Name;
            yield return Finding.Warning("harvester", $"{known.Name} takes the records away at boot", $"{known.Sign}: it deletes what it has copied, and pstore-agent finds no more than memory still has", known.Fix);
        }

        if (!found) yield return Finding.Ok("harvester", "no other program is known to take the records away");
    }

    private static bool IsMasked(Setup setup) =>
        setup.Machine.Root.TryLink("/etc/systemd/system/systemd-pstore.service") == "/dev/null"
        || setup.Machine.Root.TryReadText("/etc/systemd/pstore.conf", DiscoveryLimits.Word, out string text) == ReadState.Read && text.Split('\n').Any(line => line.Trim() == "Storage=none");

    // The wants of a unit are links, which may lead nowhere below a foreign root.
    private static bool IsThere(MachineRoot root, string path) => root.Exists(path) || root.TryLink(path) != null;

    /// <param name="Name">Of the program.</param>
    /// <param name="Sign">A file that is there where it runs at boot.</param>
    /// <param name="Fix">What keeps it from that.</param>
    private sealed record Harvester(string Name, string Sign, Fix Fix);
}
