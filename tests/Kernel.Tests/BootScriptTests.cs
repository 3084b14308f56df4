using System.Text;
using System.Text.RegularExpressions;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>The agent at each boot of a board with a disk, started by busybox's init and by the /init of cross/init.</summary>
public sealed class BootScriptTests
{
    [Fact]
    public void Busybox_init_collects_before_all_else()
    {
        using var folder = new TemporaryFolder();
        string root = folder.Join("root");
        Directory.CreateDirectory(root);
        HostResult installed = HostProcess.Run(Paths.HostAgent, ["install", "--init", "busybox", "--root", root]);
        Assert.Equal(0, installed.ExitCode);

        // As Buildroot has them, but for the disk's name and the job at the end.
        string table = folder.Write("inittab", """
            ::sysinit:/bin/busybox mkdir -p /proc /sys /dev /var/lib /run
            ::sysinit:/bin/busybox --install -s /bin
            ::sysinit:/bin/mount -t proc proc /proc
            ::sysinit:/bin/mount -t sysfs sys /sys
            ::sysinit:/bin/mount -t devtmpfs dev /dev
            ::sysinit:/bin/mount -t ext4 /dev/vda /var/lib
            ::sysinit:/etc/init.d/rcS
            ::once:/sbin/job

            """u8.ToArray());
        string scripts = folder.Write("rcS", """
            #!/bin/sh
            for script in /etc/init.d/S??*; do "$script" start; done

            """u8.ToArray());
        CheckTwoBoots(new Boot
        {
            Script = "echo >/proc/sys/kernel/printk 1; cp -r /var/lib/pstore-agent /out/store; umount /var/lib",
            Initramfs =
            {
                ["init"] = Applet(folder, "init"),
                ["etc/inittab"] = table,
                ["etc/init.d/rcS"] = scripts,
                ["etc/init.d/S01pstore-agent"] = Path.Combine(root, "etc/init.d/S01pstore-agent"),
                ["usr/bin/pstore-agent"] = Paths.BoardAgent,
                ["sbin/job"] = Paths.Script("init"),
            },
        });
    }

    [Fact]
    public void The_init_of_a_minimal_system_collects_and_hands_over()
    {
        using var folder = new TemporaryFolder();
        string script = File.ReadAllText(Path.Combine(Paths.Root, "cross", "init", "minimal", "init"));
        Assert.Contains("data=/dev/mmcblk0p3\n", script, StringComparison.Ordinal);
        CheckTwoBoots(new Boot
        {
            Script = "cp -r /data/pstore-agent /out/store; umount /data",
            Initramfs =
            {
                ["init"] = folder.Write("minimal", Encoding.UTF8.GetBytes(script.Replace("data=/dev/mmcblk0p3", "data=/dev/vda", StringComparison.Ordinal))),
                ["bin/sh"] = Applet(folder, "sh"),
                ["bin/mount"] = Applet(folder, "mount"),
                ["bin/mkdir"] = Applet(folder, "mkdir"),
                ["usr/bin/pstore-agent"] = Paths.BoardAgent,
                ["sbin/init"] = Paths.Script("init"),
            },
        });
    }

    /// <summary>The board's archive has busybox under its own name only.</summary>
    private static string Applet(TemporaryFolder folder, string name) => folder.Write(name, Encoding.UTF8.GetBytes($"#!/bin/busybox sh\nexec /bin/busybox {name} \"$@\"\n"));

    /// <summary>The first boot behind a crash archives it and takes it out of the region; the next has no crash to tell of.</summary>
    private static void CheckTwoBoots(Boot boot)
    {
        using Board board = Crashed.NewBoard();
        board.AddStore();
        BootResult first = board.Start(boot);
        Assert.True(first.Status == 0, first.Console);
        Assert.True(Regex.IsMatch(first.Console, @"panic: 3 records in \S+/00000001-[0-9a-f]{8}: Kernel panic - not syncing: sysrq triggered crash"), first.Console);
        SortedDictionary<string, byte[]> store = first.Folder("store");
        string entry = Assert.Single(store.Keys, file => file.EndsWith("/meta.json", StringComparison.Ordinal))[..^"meta.json".Length];
        foreach (string record in Crashed.Records.Keys) Assert.Equal(Crashed.Text(record), Encoding.UTF8.GetString(store[entry + record]));

        BootResult second = board.Start(boot);
        Assert.True(second.Status == 0, second.Console);
        Assert.DoesNotContain("panic: ", second.Console, StringComparison.Ordinal);
        SortedDictionary<string, byte[]> later = second.Folder("store");
        Assert.Equal([entry + Crashed.Dmesg], later.Keys.Where(file => file.EndsWith(Crashed.Dmesg, StringComparison.Ordinal)));
        foreach ((string file, byte[] content) in store)
            if (file.StartsWith(entry, StringComparison.Ordinal)) Assert.Equal(content, later[file]);
    }
}
