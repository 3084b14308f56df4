namespace PstoreAgent.CommandLine;

/// <summary>All options, in the order in which help shows them.</summary>
internal static class OptionTable
{
    public static readonly string[] ReadingCommands = ["recover", "show", "extract", "layout", "dump"];

    public static readonly OptionSpec[] All =
    [
        new("--tail", "N", "Lines of log to show before the crash (default 8).", "recover"),
        new("--json", null, "Print one JSON object.", "recover layout"),
        new("--exit-code", null, "Exit with 10 when a crash was found.", "recover"),
        new("--raw", null, "The bytes as they are, nothing made visible.", "show"),
        new("--as-kernel", null, "Exactly the files that pstorefs of the --reader kernel would show.", "extract"),
        new("--ftrace", "text|binary", "How ftrace records are written (default text).", "extract"),
        new("--force", null, "Overwrite files that exist.", "extract dump"),
        new("--current", null, "Of console and pmsg what this boot has written, not the boot before.", "show"),
        new("--follow", null, "Go on printing the live console or pmsg as it grows.", "show"),

        new("--source", "WHERE", "What to read of this machine: auto (default), mem, kcore or pstore."),
        new("--mem-address", "N", "Physical address of the region (default: found)."),
        new("--dtb", "FILE", "Device tree that names the region, in place of the machine's."),
        new("--root", "DIR", "Folder that holds the machine's /proc, /sys and /dev (default /)."),
        new("--probe-reference", null, "Read 1 MiB at 0x880000000 though nothing names it: know the board."),
        new("--image", "FILE", "Region image, plain or gzip; - reads standard input."),
        new("--offset", "N", "Where the region begins in the image (default 0)."),
        new("--kernel", "VERSION", "Kernel that wrote the region, as 6.1.192 or 6.1."),
        new("--reader", "VERSION", "Kernel whose view --as-kernel gives (default: the writer)."),
        new("--reader-compress", "NAME", "Compressor of that kernel: deflate, lzo, lz4, lz4hc, 842, zstd, zlib or none."),
        new("--mem-size", "N", "Bytes of the region (default: found; all of an image)."),
        new("--record-size", "N", "ramoops record_size; 0: no dmesg zones."),
        new("--console-size", "N", "ramoops console_size; 0: no console zone."),
        new("--ftrace-size", "N", "ramoops ftrace_size; 0: no ftrace zone."),
        new("--pmsg-size", "N", "ramoops pmsg_size; 0: no pmsg zone."),
        new("--ecc", "N", "Parity bytes a block, 0 to 127; 1 means 1."),
        new("--flags", "N", "ramoops flags; bit 0: an ftrace zone for each CPU."),
        new("--cpus", "N", "nr_cpu_ids, for ftrace zones by CPU."),
        new("--symbols", "FILE", "System.map or kallsyms of the kernel that crashed, plain or gzip."),
        new("--kaslr-offset", "N", "Added to the addresses in --symbols (default: from the log)."),
        new("--endian", "little|big", "Byte order of the writer (default: from the bytes)."),
        new("--word-size", "32|64", "Word size of the writer (default: from the bytes)."),
        new("--log-level", "LEVEL", "trace, debug, information, warning (default), error or none."),
    ];

    public static OptionSpec? Find(string name) => Array.Find(All, option => option.Name == name);
}
