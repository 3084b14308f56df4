using System.Globalization;
using PstoreAgent.Native;

namespace PstoreAgent.Doctor.UserSpace;

/// <summary>The device that user space writes its messages to (fs/pstore/pmsg.c: mode 0220).</summary>
internal static class PmsgDevice
{
    private const string Device = "/dev/pmsg0";
    private const int OthersMayWrite = 2;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (!setup.HasMachine || setup.Parameters is not { PmsgSize: > 0 }) yield break;
        if (FileStatus.Of(setup.Machine.Root.Locate(Device)) is not { } status)
        {
            if (setup.Machine.DriverBound != true) yield break;
            yield return Finding.Problem("pmsg-device", $"There is no {Device}", "there is a pmsg zone and nobody can write to it: the kernel lacks CONFIG_PSTORE_PMSG, or /dev has no node for it",
                Fix.Config("CONFIG_PSTORE_PMSG=y"), Fix.Shell("grep . /sys/class/pmsg/pmsg0/dev"));
        }
        else if (!status.IsCharacterDevice)
        {
            yield return Finding.Problem("pmsg-no-device", $"{Device} is no device", "a file of that name was made by a program that wrote before the device was there: messages go to it, and are not recorded", Fix.Shell($"rm {Device}"));
        }
        else
        {
            string mode = Convert.ToString(status.Permissions, 8).PadLeft(4, '0');
            yield return (status.Permissions & OthersMayWrite) != 0
                ? Finding.Warning("pmsg-permissions", $"Everybody may write to {Device}", string.Create(CultureInfo.InvariantCulture, $"its mode is {mode}: any program can push the messages out that matter"), Fix.Shell($"chmod o-w {Device}"))
                : Finding.Ok("pmsg-device", $"{Device} is a device of mode {mode}");
        }
    }
}
