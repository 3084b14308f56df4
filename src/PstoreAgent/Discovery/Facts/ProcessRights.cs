using System.Globalization;

namespace PstoreAgent.Discovery.Facts;

/// <summary>What this process may do, from /proc/self/status. Null where that can't be read.</summary>
/// <param name="IsRoot">Effective user 0.</param>
/// <param name="RawIo">CAP_SYS_RAWIO, which /dev/mem and /proc/kcore ask for.</param>
/// <param name="Admin">CAP_SYS_ADMIN, which mounting asks for.</param>
internal sealed record ProcessRights(bool? IsRoot, bool? RawIo, bool? Admin)
{
    private const int RawIoBit = 17, AdminBit = 21;

    public static ProcessRights Read(MachineRoot root)
    {
        bool? isRoot = null, rawIo = null, admin = null;
        if (root.TryReadText("/proc/self/status", DiscoveryLimits.Word, out string status) == ReadState.Read)
        {
            foreach (ReadOnlySpan<char> line in status.AsSpan().EnumerateLines())
            {
                if (line.StartsWith("Uid:"))
                {
                    string[] users = line[4..].ToString().Split('\t', StringSplitOptions.RemoveEmptyEntries);
                    if (users.Length > 1) isRoot = users[1] == "0";
                }
                else if (line.StartsWith("CapEff:") && ulong.TryParse(line[7..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong rights))
                {
                    (rawIo, admin) = ((rights >> RawIoBit & 1) != 0, (rights >> AdminBit & 1) != 0);
                }
            }
        }

        return new ProcessRights(isRoot, rawIo, admin);
    }
}
