namespace PstoreAgent.Doctor;

/// <summary>Where a line of a fix belongs.</summary>
internal enum FixPlace
{
    /// <summary>The device tree's source.</summary>
    DeviceTree,

    /// <summary>The kernel configuration.</summary>
    KernelConfig,

    /// <summary>The kernel command line.</summary>
    CommandLine,

    /// <summary>A file of /etc/sysctl.d.</summary>
    Sysctl,

    /// <summary>A shell, as root.</summary>
    Shell,

    /// <summary>/etc/fstab.</summary>
    Fstab,
}

/// <summary>One line to add or to change, as it has to be written.</summary>
/// <param name="Place">Where.</param>
/// <param name="Text">The line.</param>
internal readonly record struct Fix(FixPlace Place, string Text)
{
    public static Fix Tree(string text) => new(FixPlace.DeviceTree, text);

    public static Fix Config(string text) => new(FixPlace.KernelConfig, text);

    public static Fix Argument(string text) => new(FixPlace.CommandLine, text);

    public static Fix Sysctl(string text) => new(FixPlace.Sysctl, text);

    public static Fix Shell(string text) => new(FixPlace.Shell, text);

    /// <summary>A property of one cell, in hexadecimal.</summary>
    public static Fix Size(string property, long value) => Tree($"{property} = <0x{value:x}>;");
}
