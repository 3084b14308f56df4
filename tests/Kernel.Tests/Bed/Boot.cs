namespace Kernel.Tests.Bed;

/// <summary>One start of the board: what it runs, and what it finds.</summary>
internal sealed record Boot
{
    /// <summary>On the command line of a kernel that has the driver: it does not bind.</summary>
    public const string NoDriver = "initcall_blacklist=ramoops_init";

    /// <summary>full, nostrict or nopstore; or a folder with an Image.</summary>
    public string Kernel { get; init; } = "full";

    public Place Place { get; init; } = Place.NoMap;

    /// <summary>More of the device tree, as cross/bed/device-tree.sh takes it: "ecc=16", "ftrace=0x4000".</summary>
    public string[] Tree { get; init; } = [];

    /// <summary>More of the kernel command line.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>What busybox's shell runs on the board. What it leaves in /out comes back.</summary>
    public string Script { get; init; } = "";

    /// <summary>Files for the script, in its folder, by name.</summary>
    public Dictionary<string, byte[]> Files { get; init; } = [];

    /// <summary>More of the initramfs: files of this machine, by their paths in it. They take the place of what is there.</summary>
    public Dictionary<string, string> Initramfs { get; init; } = [];

    /// <summary>The agent is /init, and there is no other file.</summary>
    public bool AgentIsInit { get; init; }

    /// <summary>Of the board's resets, how many start it again in the same emulator.</summary>
    public bool ResetsStay { get; init; }

    /// <summary>Ends the boot when this is on the console.</summary>
    public string? Until { get; init; }

    /// <summary>After that line, the seconds to the moment in which the power goes.</summary>
    public double? Cut { get; init; }

    public int SecondsAtMost { get; init; } = 120;
}
