using PstoreAgent.Install;

namespace PstoreAgent.CommandLine;

/// <summary>All options, in the order in which help shows them.</summary>
internal static class OptionTable
{
    public static readonly string[] ReadingCommands = ["recover", "show", "extract", "layout", "dump", "clear", "collect", "crash-test", "retention"];

    public static readonly OptionSpec[] All =
    [
        new("--tail", "N", "Lines of log to show before the crash (default 8).", "recover"),
        new("--json", null, "Print one JSON object.", "recover layout collect archive doctor dt retention"),
        new("--exit-code", null, "Exit with 10 when a crash was found, by collect archived, or by doctor and dt a problem found.", "recover collect doctor dt"),
        new("--raw", null, "The bytes as they are, nothing made visible or put in front.", "show pmsg"),
        new("--as-kernel", null, "Exactly the files that pstorefs of the --reader kernel would show.", "extract"),
        new("--ftrace", "text|binary", "How ftrace records are written (default text).", "extract"),
        new("--force", null, "Overwrite files that exist; crash where nothing is recorded.", "extract dump install crash-test"),
        new("--tag", "TAG", "Whom a line is from (default user, or heartbeat).", "pmsg heartbeat"),
        new("--interval", "TIME", "From one beat to the next: 5s (default), 1.5s, 500ms, 2m; a bare number is seconds.", "heartbeat"),
        new("--background", null, "Go on in a session of its own; its process number is printed.", "heartbeat"),
        new("--exec", "PROGRAM", "Start it, with the words behind --, and beat as long as it lives.", "heartbeat"),
        new("--mem", null, "Write the zone in memory where there is no /dev/pmsg0.", "heartbeat"),
        new("--for", "TIME", "Turn it off again after that time: 10s, 2m.", "ftrace"),
        new("--persist", "fstab|systemd", "See to it that the next boots mount it.", "mount"),
        new("--trace", null, "Turn the function trace on before; the kernel may hang in it.", "crash-test"),
        new("--check", null, "Say what came through of the last test.", "crash-test"),
        new("--current", null, "Of console and pmsg what this boot has written, not the boot before.", "show"),
        new("--clear", null, "Clear what is in the archive, once it is durable.", "collect"),
        new("--no-raw", null, "Don't keep the raw region, only its records.", "collect"),
        new("--redact", null, "Mask addresses and serial numbers, and leave out what is no text.", "collect"),
        new("--max-size", "N", "Most bytes of the archive (default: a tenth of the file system, at most 1G; 0: any).", "collect"),
        new("--max-count", "N", "Most entries (default: any number).", "collect"),
        new("--max-age", "AGE", "Remove entries older than 90m, 12h, 30d or 2w.", "collect"),
        new("--min-free", "N", "Bytes to leave free on the file system.", "collect"),
        new("--min-inodes", "N", "Inodes to leave free on the file system.", "collect"),
        new("--dir", "DIR", "The archive (default /var/lib/pstore-agent).", "archive"),
        new("--follow", null, "Go on printing the live console or pmsg as it grows.", "show"),
        new("--all", null, "All records of ramoops that can be cleared; says which are left.", "clear"),
        new("--yes", null, "In earnest: without it only what would be done is shown, and retention leaves a region that the driver holds.", "clear crash-test retention"),
        new("--wipe", null, "Overwrite the bytes too, and stale ones in the same zones; of retention check the pattern, and nothing else.", "clear retention"),
        new("--armed", null, "Of retention check: there was a pattern before the reset. Free slots of one value are then told as wiped, in place of unknown.", "retention"),

        new("--dts", "FILE", "Device tree as source text, without macros; - is standard input.", "doctor"),
        new("--config", "FILE", "Kernel configuration, plain or gzip, in place of the machine's.", "doctor"),
        new("--cmdline", "TEXT", "Kernel command line in place of the machine's.", "doctor"),
        new("--base", "N", "Physical address of the region (generate).", "dt"),
        new("--size", "N", "Bytes of the region (generate).", "dt"),
        new("--no-map", null, "Keep the region out of System RAM (generate).", "dt"),
        new("--cells", "A,S", "#address-cells and #size-cells of the root (generate; default 2,2).", "dt"),

        new("--init", "NAME", "systemd, sysvinit, busybox, openrc, initramfs-tools or dracut.", "install") { Choices = InitSystems.Names },
        new("--remove", null, "Remove what install wrote, where it is unchanged.", "install"),
        new("--dry-run", null, "Show what would be done, and change nothing.", "install"),

        new("--source", "WHERE", "What to read of this machine: auto (default), mem, kcore or pstore.") { Choices = ["auto", "mem", "kcore", "pstore"] },
        new("--backend", "NAME", "Who kept the records: auto (default), ramoops, blk (pstore_blk) or mtd (mtdpstore).") { Choices = Discovery.Backends.Words },
        new("--blkdev", "DEVICE", "Block device or flash of pstore_blk (default: found): a path, 8:2, PARTUUID=..., mtd3.") { Also = "doctor" },
        new("--mem-address", "N", "Physical address of the region (default: found).") { Also = "heartbeat" },
        new("--dtb", "FILE", "Device tree that names the region, in place of the machine's.") { Also = "doctor heartbeat" },
        new("--root", "DIR", "Root of the machine that is read, or installed to (default /).") { Also = "install doctor pmsg heartbeat ftrace mount" },
        new("--probe-reference", null, "Read 1 MiB at 0x880000000 though nothing names it: know the board.") { Also = "heartbeat" },
        new("--image", "FILE", "Region image, plain or gzip; - reads standard input."),
        new("--offset", "N", "Where the region begins in the image (default 0)."),
        new("--kernel", "VERSION", "Kernel that wrote the region, as 6.1.192 or 6.1.") { Also = "doctor dt heartbeat" },
        new("--reader", "VERSION", "Kernel whose view --as-kernel gives (default: the writer)."),
        new("--reader-compress", "NAME", "Compressor of that kernel: deflate, lzo, lz4, lz4hc, 842, zstd, zlib or none.") { Choices = ["deflate", "lzo", "lz4", "lz4hc", "842", "zstd", "zlib", "none"] },
        new("--mem-size", "N", "Bytes of the region or store (default: found; all of an image).") { Also = "heartbeat" },
        new("--record-size", "N", "ramoops record_size; 0: no dmesg zones.") { Also = "dt heartbeat" },
        new("--kmsg-size", "N", "Bytes of a dmesg zone of a block store."),
        new("--console-size", "N", "Bytes of the console zone; 0: none.") { Also = "dt heartbeat" },
        new("--ftrace-size", "N", "Bytes of all ftrace zones; 0: none.") { Also = "dt heartbeat" },
        new("--pmsg-size", "N", "Bytes of the pmsg zone; 0: none.") { Also = "dt heartbeat" },
        new("--ecc", "N", "Parity bytes a block, 0 to 127; 1 means 1.") { Also = "dt heartbeat" },
        new("--flags", "N", "ramoops flags; bit 0: an ftrace zone for each CPU.") { Also = "dt heartbeat" },
        new("--cpus", "N", "nr_cpu_ids, for ftrace zones by CPU.") { Also = "doctor dt heartbeat" },
        new("--symbols", "FILE", "System.map or kallsyms of the kernel that crashed, plain or gzip."),
        new("--kaslr-offset", "N", "Added to the addresses in --symbols (default: from the log)."),
        new("--endian", "little|big", "Byte order of the writer (default: from the bytes)."),
        new("--word-size", "32|64", "Word size of the writer (default: from the bytes)."),
        new("--log-level", "LEVEL", "trace, debug, information, warning (default), error or none.") { Also = "pmsg heartbeat ftrace mount", Choices = ["trace", "debug", "information", "warning", "error", "none"] },
    ];

    public static OptionSpec? Find(string name) => Array.Find(All, option => option.Name == name);
}
