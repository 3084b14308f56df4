using System.Text;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Control;

/// <summary>Files of /proc and /sys that take a word. They are never created.</summary>
internal static class KernelSwitch
{
    /// <summary>Writes a word by one call. errno, or 0.</summary>
    public static int Write(MachineRoot root, string path, string word)
    {
        using FileDescriptor? file = FileDescriptor.Open(root.Locate(path), LibC.O_WRONLY | LibC.O_NOCTTY, 0, out int errno);
        if (file != null) file.WriteOnce(Encoding.UTF8.GetBytes(word), out errno);
        return errno;
    }

    /// <summary>The word in a file; null where it can't be read.</summary>
    public static string? Read(MachineRoot root, string path) =>
        root.TryReadText(path, DiscoveryLimits.Word, out string text) == ReadState.Read ? text : null;

    /// <summary>The number in a file; null where there is none.</summary>
    public static int? Number(MachineRoot root, string path) =>
        int.TryParse(Read(root, path)?.Split('\t')[0], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : null;
}
