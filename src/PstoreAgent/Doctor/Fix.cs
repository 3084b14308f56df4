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

/// <summary>What is done with a line of a fix.</summary>
internal enum FixKind
{
    /// <summary>It is added, or takes the place of the one that says the same otherwise.</summary>
    Set,

    /// <summary>What it names is taken away.</summary>
    Remove,

    /// <summary>It is how the node's head has to be written.</summary>
    Rename,

    /// <summary>It is run.</summary>
    Run,
}

/// <summary>One line to add, to change or to take away, as it has to be written.</summary>
internal sealed class Fix(FixPlace place, string text, FixKind kind = FixKind.Set, string? node = null)
{
    /// <summary>Where.</summary>
    public FixPlace Place => place;

    /// <summary>The line.</summary>
    public string Text => text;

    /// <summary>What is done with it.</summary>
    public FixKind Kind => kind;

    /// <summary>Of the device tree: the path of the node that it belongs into; null is the ramoops node.</summary>
    public string? Node => node;

    public static Fix Tree(string text, string? node = null) => new(FixPlace.DeviceTree, text, FixKind.Set, node);

    /// <summary>Takes a property away.</summary>
    public static Fix Drop(string property, string? node = null) => new(FixPlace.DeviceTree, $"/delete-property/ {property};", FixKind.Remove, node);

    public static Fix Config(string text) => new(FixPlace.KernelConfig, text);

    public static Fix Argument(string text) => new(FixPlace.CommandLine, text);

    /// <summary>Takes words off the kernel command line.</summary>
    public static Fix WithoutArgument(string words) => new(FixPlace.CommandLine, words, FixKind.Remove);

    public static Fix Sysctl(string text) => new(FixPlace.Sysctl, text);

    public static Fix Shell(string text) => new(FixPlace.Shell, text, FixKind.Run);

    /// <summary>A property of one cell, in hexadecimal.</summary>
    public static Fix Size(string property, long value) => Tree($"{property} = <0x{value:x}>;");
}
