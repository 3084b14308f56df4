using System.Text;
using System.Text.Json;
using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// Debian with other init systems each, installed to as a user would, and booted: what a crash left is collected at the
/// next boot, and the boot behind that has nothing to do. Only `./build.sh test --all-init` asks for them: an emulated
/// PC takes a minute to start.
/// </summary>
public sealed class InitSystemTests
{
    private const string Dmesg = "dmesg-ramoops-0";

    private static readonly Lazy<byte[]> s_crashed = new(Crash);

    [Theory(Explicit = true)]
    [Trait("all", "init")]
    [InlineData("systemd", null)]
    [InlineData("systemd", "initramfs-tools")]
    [InlineData("dracut", "dracut")]
    [InlineData("sysvinit", null)]
    [InlineData("openrc", null)]
    public void A_crash_is_collected_at_the_next_boot_and_only_then(string root, string? initramfs)
    {
        if (DebianMachine.WhyMissing(root) is { } reason) Assert.Skip(reason);
        byte[] region = s_crashed.Value;
        using var machine = new DebianMachine(root, initramfs);
        machine.WriteRegion(region);

        BootResult first = machine.Start("look");
        SortedDictionary<string, byte[]> store = first.Folder("store");
        string[] entries = Entries(store);
        Assert.True(entries.Length == 1, first.Console);
        Assert.Contains("sysrq triggered crash", Encoding.UTF8.GetString(store[entries[0] + Dmesg]), StringComparison.Ordinal);
        Assert.Equal("panic", Meta(store, entries[0]).GetProperty("verdict").GetProperty("kind").GetString());
        CheckUnits(root, first);
        if (initramfs != null) CheckDumpCameFirst(store, entries[0], first);

        // Cleared in memory: only a header of zeros is left, as the kernel leaves it.
        Assert.Equal(new byte[8], machine.ReadRegion()[4..12]);

        BootResult second = machine.Start("look");
        Assert.Equal(store.Keys, second.Folder("store").Keys);
        Assert.DoesNotContain(" records in /var/lib/pstore-agent", second.Console, StringComparison.Ordinal);
        CheckUnits(root, second);
    }

    private static byte[] Crash()
    {
        using var machine = new DebianMachine("systemd", null);
        BootResult boot = machine.Start("crash");
        Assert.Contains("Kernel panic - not syncing: sysrq triggered crash", boot.Console, StringComparison.Ordinal);
        return machine.ReadRegion();
    }

    /// <summary>What the initramfs saved knew of no driver, was collected, and is gone.</summary>
    private static void CheckDumpCameFirst(SortedDictionary<string, byte[]> store, string entry, BootResult boot)
    {
        JsonElement note = JsonDocument.Parse(store[entry + "region.bin.gz.json"]).RootElement;
        Assert.Equal("/run/pstore-agent/region.bin", note.GetProperty("source").GetString());
        Assert.False(note.GetProperty("driver_bound").GetBoolean());
        Assert.Contains("ramoops: using module parameters", boot.Text("dmesg"), StringComparison.Ordinal);
        Assert.DoesNotContain("region.bin", boot.Text("dump").Split('\n'));
    }

    private static void CheckUnits(string root, BootResult boot)
    {
        if (root is not ("systemd" or "dracut")) return;
        Assert.DoesNotContain("pstore", boot.Text("failed"), StringComparison.Ordinal);
        Assert.Contains("ActiveState=active", boot.Text("units"), StringComparison.Ordinal);
        Assert.False(boot.Files.TryGetValue("systemd-pstore", out byte[]? taken) && taken.Length > 0);
    }

    private static string[] Entries(SortedDictionary<string, byte[]> store) =>
        [.. store.Keys.Where(file => file.EndsWith("/meta.json", StringComparison.Ordinal)).Select(file => file[..^"meta.json".Length])];

    private static JsonElement Meta(SortedDictionary<string, byte[]> store, string entry) => JsonDocument.Parse(store[entry + "meta.json"]).RootElement;
}
