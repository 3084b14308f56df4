using Pstore;
using Pstore.Text;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Facts;

/// <summary>The kernel that runs on the machine.</summary>
/// <param name="Version">Its mainline version, as far as its maker writes it somewhere.</param>
/// <param name="Origin">Where that was read.</param>
internal sealed record RunningKernel(KernelVersion Version, string Origin)
{
    private const string Signature = "/proc/version_signature", Banner = "/proc/version", Release = "/proc/sys/kernel/osrelease";

    /// <summary>
    /// Distributions hide the real version in uname -r ("6.1.0-50-arm64" is 6.1.176). Ubuntu writes it in a file of its own,
    /// Debian at the end of the banner.
    /// </summary>
    public static RunningKernel? Read(MachineRoot root)
    {
        if (root.TryReadText(Signature, DiscoveryLimits.Word, out string signature) == ReadState.Read
            && TryVersion(signature[(signature.LastIndexOf(' ') + 1)..], out KernelVersion version))
            return new RunningKernel(version, Signature);
        if (root.TryReadBytes(Banner, DiscoveryLimits.Word, out byte[] banner) == ReadState.Read && BannerText.TryFindKernel(banner, out version))
            return new RunningKernel(version, Banner);
        return TryVersion(ReleaseName(root), out version) ? new RunningKernel(version, "uname -r") : null;
    }

    /// <summary>What uname -r prints; empty when a foreign root doesn't tell.</summary>
    public static string ReleaseName(MachineRoot root)
    {
        if (root.TryReadText(Release, DiscoveryLimits.Word, out string release) == ReadState.Read) return release;
        return root.IsThisMachine ? SystemName.KernelRelease() : "";
    }

    private static bool TryVersion(string text, out KernelVersion version) =>
        KernelVersion.TryParse(text, out version) && KernelVersion.TryFromCode(version.Code, out _);
}
