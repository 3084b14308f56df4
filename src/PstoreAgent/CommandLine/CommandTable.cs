namespace PstoreAgent.CommandLine;

/// <summary>All commands, in the order in which help shows them.</summary>
internal static class CommandTable
{
    public const string Default = "recover";

    public static readonly CommandSpec[] All =
    [
        new("recover", null, false, "Say what crashed, and what was found where (the default).",
            """
            Finds and reads the region of this machine, the block device or flash that holds
            its records, or an image of one, repairs and unpacks it, and prints the kernel
            that wrote it, why the boot before ended, the crash with its call trace and the
            lines before it, every record, and what is damaged or uncertain. With
            --exit-code a crash gives the exit code 10.

              pstore-agent
              pstore-agent recover --source kcore
              pstore-agent recover --image region.bin
              pstore-agent recover --image region.bin.gz --json
              pstore-agent recover --blkdev /dev/mmcblk0p3
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
            the file is called region.bin, that of a block store pstore_blk.bin. Nothing is
            overwritten without --force.

              pstore-agent dump /run/pstore-agent/
              pstore-agent recover --image /run/pstore-agent/region.bin
            """),
        new("collect", "DIR", false, "Move what is new to the archive, at each boot.",
            """
            Archives every record that is not in DIR (default /var/lib/pstore-agent) yet,
            durably, in a folder of its own, with the raw region, sums, and why the last
            boot ended. Prints one line when it did, nothing when there was nothing to do.
            The oldest entries go when a limit is passed, but never the newest crash.

              pstore-agent collect
              pstore-agent collect /data/crashes --max-count 50 --max-age 90d
            """),
        new("archive", "ACTION...", true, "List, show, remove or verify what was collected.",
            """
            list                   every entry: when, why the boot ended, records, size
            show ENTRY [RECORD]    what an entry has, or one record of it
            rm ENTRY...            remove entries; their records are not collected again
            verify [ENTRY...]      hold every file against its sum, and the index too

            ENTRY is a name that list shows, its number, or last. Entries are plain files:
            sha256sum -c SHA256SUMS works in each.

              pstore-agent archive list
              pstore-agent archive show last dmesg-0
            """) { Choices = ["list", "show", "rm", "verify"] },
        new("clear", "RECORD...", false, "Clear records, so that no later boot shows them.",
            """
            RECORD is a name that recover lists. Where no driver holds the region, its zone
            is cleared in memory as the kernel does it: start and size become 0, and the
            bytes stay until --wipe or the next crash. On a block device that nobody uses
            the zone's header is written so. Where the driver is bound, the files of dmesg
            records are unlinked. Nothing is cleared that has changed since it was read, and
            nothing at all without --yes.

              pstore-agent clear dmesg-0 console
              pstore-agent clear --all --yes
              pstore-agent clear dmesg-0.cleared --wipe --yes
            """),
        new("install", null, false, "Have an init system run the agent at each boot.",
            """
            Writes the files and links with which the init system, or the initramfs, that
            --init names runs the agent, and shows each. What is there and differs is left
            alone without --force. --remove takes the same files away as far as nobody
            changed them. They run collect --clear: at each boot what is archived is cleared
            from memory, so that the next crash finds room.

              pstore-agent install --init systemd
              pstore-agent install --init busybox --root output/target
              pstore-agent install --init systemd --remove
            """),
        new("completion", "SHELL", true, "Print the completion script of a shell: bash, zsh or fish.",
            """
            Commands, options and their values, for the shell to offer.

              pstore-agent completion bash >/etc/bash_completion.d/pstore-agent
              pstore-agent completion zsh >/usr/local/share/zsh/site-functions/_pstore-agent
              pstore-agent completion fish >/etc/fish/completions/pstore-agent.fish
            """) { Choices = ["bash", "zsh", "fish"] },
        new("doctor", null, false, "Check whether a crash would be recorded, kept and found.",
            """
            Checks the kernel's options, the device-tree node, the region, the sizes of the
            zones, the driver, what happens at a panic, and who else takes the records.
            Each problem comes with what was seen and the lines that mend it. Nothing is
            changed. With --dtb, --dts, --config or --cmdline, and without --root, it looks
            at these files alone, on a desk.

              pstore-agent doctor
              pstore-agent doctor --dts board.dts --config .config --kernel 6.1 \
                --cmdline "console=ttyS0 panic=5"
            """),
        new("dt", "ACTION...", true, "Write a ramoops node for a device tree, or check some.",
            """
            "generate" prints a tree with the node, and in its comments the same as kernel
            command line and module options, and the zones that come of it. Sizes that
            are not given are 0: no such zone. "check FILE..." looks at the nodes of source
            text (without macros) or compiled trees; "-" is standard input.

              pstore-agent dt generate --base 0x880000000 --size 1M --record-size 32K \
                --console-size 32K --ftrace-size 16K --pmsg-size 4K --ecc 16 --no-map
              pstore-agent dt check board.dtb
            """) { Choices = ["generate", "check"] },
        new("retention", "ACTION", true, "Test whether RAM outlives a reset.",
            """
            "arm" fills the data of free dmesg slots with a pattern; their headers stay as
            they are, and the kernel uses the slots as before. Slots that hold a record, or
            what is left of one, are not touched. After the reset "check" says how much of
            it is intact, which bits have flipped, and where; --wipe then removes it, and
            nothing else. Doctor reads what the second line below keeps.

              pstore-agent retention arm && reboot -f
              pstore-agent retention check --armed --json \
                >/var/lib/pstore-agent-retention.json
              pstore-agent retention check --armed --wipe
            """) { Choices = ["arm", "check"] },
        new("pmsg", "write|reason TEXT...", true, "Write user messages that outlive a crash.",
            """
            Writes to /dev/pmsg0, each record by one write(2), which is one atomic append.
            "write" makes a line of its words, or of each line of standard input where there
            are none or "-", with time, seconds since boot and boot id in front; newlines
            become \n, tabs \t, backslashes \\ and other control characters \xNN. --raw
            writes the bytes as they are. A record longer than the zone is refused; of
            standard input the other lines are written. "reason" says why the machine is
            restarted on purpose: the next boot's verdict reads it, of several the last one,
            unless the machine went on for more than two minutes without a restart.

              pstore-agent pmsg write --tag updater slot B written
              app 2>&1 | pstore-agent pmsg write --tag app -
              pstore-agent pmsg reason update to 2.1 && reboot
            """) { Choices = ["write", "reason"] },
        new("heartbeat", "ARG...", false, "Write a sign of life to pmsg, again and again.",
            """
            Writes a line at each multiple of the interval, and "stopped" when SIGTERM,
            SIGINT or SIGHUP ends it. After a crash, recover says when the last beat was and
            how much later the crash came at most. With --exec it beats as long as PROGRAM
            lives, passes signals on to it, and ends with its exit code, even where beats
            can't be written any more. --background waits for the first beat, and for
            PROGRAM to start. Without the driver, --mem writes the zone in memory itself,
            and beats end when the driver is bound.

              pstore-agent heartbeat --interval 5s --background
              pstore-agent heartbeat --exec /usr/bin/app -- --config /etc/app.conf
            """),
        new("ftrace", "on|off|status", true, "Record the kernel's function calls.",
            """
            Turns record_ftrace in debugfs on or off; debugfs is mounted where it must be.
            While it is on the machine is many times slower. "status" names what keeps it
            off and the way out. With ECC each call computes parity too, and the machine may
            seem to hang. --for turns it off again, also when a signal ends or stops the
            program; SIGKILL and SIGSTOP, which none can catch, leave it on.

              pstore-agent ftrace on --for 10s
            """) { Choices = ["on", "off", "status"] },
        new("mount", null, false, "Mount the pstore file system.",
            """
            Mounts it at /sys/fs/pstore unless it is seen there. --persist adds a line to
            /etc/fstab, or writes and enables sys-fs-pstore.mount, once; a unit that is
            masked, or another one, is left alone. Mounting makes the
            kernel clear dmesg zones whose header line it does not know.

              pstore-agent mount --persist fstab
            """),
        new("crash-test", "panic|oops|hang", false, "Crash this machine, to see what is recorded of it.",
            """
            Shows what would happen and be recorded; --yes does it: a mark is left in pmsg
            and in the kernel log, file systems are synced, and the kernel is crashed: by
            sysrq, or for oops and hang by LKDTM (CONFIG_LKDTM). Where nothing could be
            recorded it refuses. The function trace stays as it is; --trace turns it on
            before the crash, which the kernel may then not come to: mostly so with ECC.
            After the restart --check finds the mark (of the last test, or the one whose
            nonce is given) and says whether dmesg, console, pmsg and ftrace came through,
            whole or damaged: exit code 0 when all that was expected did, 65 when not, 66
            when no record has a mark.

              pstore-agent crash-test panic --yes
              pstore-agent crash-test --check
            """) { Choices = ["panic", "oops", "hang"] },
        new("version", null, false, "Print the version.", ""),
        new("help", "COMMAND", false, "Explain a command.", ""),
    ];

    public static CommandSpec? Find(string name) => Array.Find(All, command => command.Name == name);
}
