namespace Pstore.Ram;

/// <summary>The four kinds of zones in a ramoops region, in the order in which a kernel reads them.</summary>
public enum ZoneKind
{
    /// <summary>One kernel log dump, written at a panic or an oops.</summary>
    Dmesg,

    /// <summary>Everything printed on the console.</summary>
    Console,

    /// <summary>Messages of user space, written to /dev/pmsg0.</summary>
    Pmsg,

    /// <summary>Function trace.</summary>
    Ftrace,
}

/// <summary>Words for zone kinds.</summary>
public static class ZoneKindNames
{
    /// <summary>The kernel's name of the type: "dmesg", "console", "pmsg", "ftrace".</summary>
    public static string Name(this ZoneKind kind) => kind switch
    {
        ZoneKind.Dmesg => "dmesg",
        ZoneKind.Console => "console",
        ZoneKind.Pmsg => "pmsg",
        _ => "ftrace",
    };
}
