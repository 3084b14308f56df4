namespace PstoreAgent.CommandLine;

/// <summary>All commands, in the order in which help shows them.</summary>
internal static class CommandTable
{
    public const string Default = "recover";

    public static readonly CommandSpec[] All =
    [
        new("recover", null, false, "Say what crashed, and what was found where (the default).",
            """
            Finds and reads the region of this machine, or an image of one, repairs and
            unpacks it, and prints the kernel that wrote it, why the boot before ended, the
            crash with its call trace and the lines before it, every record, and what is
            damaged or uncertain. With --exit-code a crash gives the exit code 10.

              pstore-agent
              pstore-agent recover --source kcore
              pstore-agent recover --image region.bin
              pstore-agent recover --image region.bin.gz --json
            """),
        new("show", "RECORD", true, "Print one record.",
            """
            RECORD is dmesg-0, console, pmsg, ftrace, or a name that recover lists, such as
            dmesg-ramoops-0 or console.stale-tail-1. On a terminal control characters are
            made visible; --raw leaves them. Of console and pmsg the boot before this one is
            printed; --current prints this boot's, --follow goes on as they grow.

              pstore-agent show console --current
              pstore-agent show pmsg --follow
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
        new("dump", "FILE", true, "Save the raw region, to be read elsewhere.",
            """
            Writes the bytes of the region to FILE, and what the machine says of it to
            FILE.json beside it: --image FILE then needs no other option. In a directory
            the file is called region.bin. Nothing is overwritten without --force.

              pstore-agent dump /run/pstore-agent/
              pstore-agent recover --image /run/pstore-agent/region.bin
            """),
        new("version", null, false, "Print the version.", ""),
        new("help", "COMMAND", false, "Explain a command.", ""),
    ];

    public static CommandSpec? Find(string name) => Array.Find(All, command => command.Name == name);
}
