namespace Pstore.Verdicts;

/// <summary>What the machine says beside its records; all of it may be unknown.</summary>
public sealed record MachineEvidence
{
    /// <summary>Nothing but a region is at hand.</summary>
    public static readonly MachineEvidence RegionOnly = new() { RegionRead = true };

    /// <summary>Whether the bytes of a ramoops region could be read.</summary>
    public bool RegionRead { get; init; }

    /// <summary>Whether those of a block store could, which keeps them without power.</summary>
    public bool StoreRead { get; init; }

    /// <summary>Whether the pstore file system could be read: with the driver bound it alone has the console of the boot before.</summary>
    public bool FilesRead { get; init; }

    /// <summary>Whether the driver held the region or store when it was read.</summary>
    public bool? DriverBound { get; init; }

    /// <summary>The cause of the last reset in the words of the boot loader or the firmware.</summary>
    public string? ResetCause { get; init; }

    /// <summary>Where <see cref="ResetCause"/> was read.</summary>
    public string? ResetCauseOrigin { get; init; }

    /// <summary>Status at boot of the watchdog devices, WDIOF_ bits of linux/watchdog.h, all devices together.</summary>
    public uint? WatchdogBootStatus { get; init; }

    /// <summary>Where <see cref="WatchdogBootStatus"/> was read.</summary>
    public string? WatchdogOrigin { get; init; }
}
