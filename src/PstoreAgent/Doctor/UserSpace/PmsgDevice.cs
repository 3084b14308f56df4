using System.Globalization;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Doctor.Kernel;
using PstoreAgent.Native;

namespace PstoreAgent.Doctor.UserSpace;

/// <summary>The device that user space writes its messages to (fs/pstore/pmsg.c: mode 0220).</summary>
internal static class PmsgDevice
{
    private const string Device = "/dev/pmsg0", Numbers = "/sys/class/pmsg/pmsg0/dev";
    private const int OthersMayWrite = 2;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (!setup.HasMachine || setup.Parameters is not { PmsgSize: > 0 }) yield break;
        if (FileStatus.Of(setup.Machine.Root.Locate(Device)) is not { } status)
        {
            if (setup.Machine.DriverBound != true) yield break;
            yield return Missing(setup);
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

    // Without the option there is no class of such devices.
    private static Finding Missing(Setup setup)
    {
        const string option = "CONFIG_PSTORE_PMSG", evidence = "there is a pmsg zone and nobody can write to it: ";
        if (KernelOptions.Value(setup, option) == ConfigValue.No)
            return Finding.Problem("pmsg-device", $"There is no {Device}", $"{evidence}the kernel lacks {option}", Fix.Config(option + "=y"));
        string numbers = setup.Machine.Word(Numbers) is { } shown && shown.Split(':') is [var major, var minor] ? $"{major} {minor}" : $"$(tr : ' ' <{Numbers})";
        return Finding.Problem("pmsg-device", $"There is no {Device}", $"{evidence}/dev has no node for it; devtmpfs, udev or mdev make one", Fix.Shell($"mknod -m 220 {Device} c {numbers}"));
    }
}
