namespace PstoreAgent.CommandLine;

/// <summary>All commands, in the order in which help shows them.</summary>
internal static class CommandTable
{
    public const string Default = "recover";

    public static readonly CommandSpec[] All =
    [
        new("recover", null, false, "Say what crashed, and what was found where (the default).",
            """
            Reads the region, repairs and unpacks it, and prints the kernel that wrote it,
            the crash with its call trace and the lines before it, every record, and what
            is damaged or uncertain.

              pstore-agent recover --image region.bin
              pstore-agent recover --image region.bin.gz --json
            """),
        new("show", "RECORD", true, "Print one record.",
            """
            RECORD is dmesg-0, console, pmsg, ftrace, or a name that recover lists, such as
            dmesg-ramoops-0 or console.stale-tail-1. On a terminal control characters are
            made visible; --raw leaves them.

              pstore-agent show dmesg-0 --image region.bin
              pstore-agent show ftrace --image region.bin --symbols System.map
            """),
        new("extract", "DIR", true, "Write every record to a file of its own.",
            """
            Files are named as in /sys/fs/pstore, repaired and unpacked. What the kernel
            would have thrown away goes to DIR/extra. With --as-kernel DIR gets exactly what
            the kernel would show, damage and all. Nothing is overwritten without --force.

              pstore-agent extract out --image region.bin
              pstore-agent extract out --as-kernel --image region.bin --kernel 6.1.192
            """),
        new("layout", null, false, "Show the zone map.",
            """
            Offset, size, data size, use and state of each zone, as a table and a bar.

              pstore-agent layout --image region.bin
            """),
        new("version", null, false, "Print the version.", ""),
        new("help", "COMMAND", false, "Explain a command.", ""),
    ];

    public static CommandSpec? Find(string name) => Array.Find(All, command => command.Name == name);
}
