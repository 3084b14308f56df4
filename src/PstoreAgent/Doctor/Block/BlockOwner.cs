using System.Text;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Doctor.Block;

/// <summary>Whether pstore_blk has pstore and the device (fs/pstore/platform.c, pstore_register: the first that comes has it).</summary>
internal static class BlockOwner
{
    private const string Choice = "pstore.backend=" + BlockCandidate.Backend;

    private static readonly string[] s_speakers = ["pstore_blk: ", "pstore_zone: ", "mtdoops-pstore: "];

    public static IEnumerable<Finding> Check(Setup setup)
    {
        var found = new List<Finding>();
        if (setup.Block is not { } block) return found;
        Machine machine = setup.Machine;
        if (machine.Argument("pstore.backend") is { } named && named != BlockCandidate.Backend)
        {
            found.Add(Finding.Problem("backend-choice", $"The kernel command line gives pstore to {named}", $"pstore.backend={named}: pstore_blk is refused", Fix.Argument(Choice)));
            return found;
        }

        if (!setup.HasMachine)
        {
            found.Add(Finding.Unknown("driver", "whether pstore_blk has the device: no running machine"));
            return found;
        }

        if (machine.PstoreBackend is { } owner)
        {
            found.Add(owner == BlockCandidate.Backend
                ? Finding.Ok("backend", $"pstore belongs to pstore_blk{(block.Store is { IsHeld: true } held ? $", with {held.Device}" : "")}")
                : Finding.Problem("backend-taken", $"pstore belongs to {owner}", "/sys/module/pstore/parameters/backend: it came first, and pstore_blk is refused", Fix.Argument(Choice)));
        }
        else
        {
            string log = LastLine(machine.KernelLogText) is { } line ? $"; the kernel log has \"{line}\"" : "";
            found.Add(Finding.Problem("driver-not-bound", "pstore_blk holds no device", $"nothing is recorded{log}", Fix.Shell("dmesg | grep -iE 'pstore|mtdoops'")));
        }

        if (block is { Store: { IsHeld: false }, Place: { } place } && DeviceUse.Find(place, machine.Root) is { } use)
        {
            found.Add(Finding.Problem("blk-device-in-use", $"{place.Named} {use}", "pstore_blk wants the device for itself, and would overwrite what is on it",
                Fix.Argument("pstore_blk.blkdev=/dev/… (a partition that nothing else uses)")));
        }

        return found;
    }

    private static string? LastLine(byte[] log)
    {
        string? found = null;
        foreach (string line in Encoding.Latin1.GetString(log).Split('\n'))
        {
            foreach (string speaker in s_speakers)
            {
                int at = line.IndexOf(speaker, StringComparison.Ordinal);
                if (at >= 0) found = line[at..];
            }
        }

        return found;
    }
}
