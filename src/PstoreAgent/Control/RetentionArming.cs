using System.Globalization;
using Pstore;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Retention;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Memory;

namespace PstoreAgent.Control;

/// <summary>
/// Fills the data of free dmesg zones with a pattern, and takes it away again. Headers stay as they are, which say that nothing is
/// recorded: the next kernel accepts such a zone and never looks behind its header.
/// </summary>
internal sealed class RetentionArming
{
    private readonly DiscoveryResult _discovery;
    private readonly Snapshot _snapshot;
    private readonly RecoveredRegion _region;

    /// <param name="options">Where the region is.</param>
    /// <param name="yes">Whether it may be written to while the driver holds it.</param>
    /// <exception cref="AgentException">It can't be read, or must not be written to.</exception>
    public RetentionArming(CommonOptions options, bool yes)
    {
        if (options.Image != null) throw new UsageException("retention: an image is a copy and stays as it is; without --image the region of this machine is used");
        RegionInput input = new LiveInput(options).ReadRegion(out _discovery);
        _snapshot = input.Snapshot;
        _region = input.Recover(options);
        if (_discovery.Machine is { DriverBound: null, Root.IsThisMachine: true })
            throw new AgentException(ExitCode.Unavailable, "nothing tells whether the ramoops driver holds the region; mount sysfs on /sys");
        if (_discovery.IsHeldByDriver && !yes)
        {
            throw new UsageException("retention: the ramoops driver holds the region; it writes to a slot when the kernel crashes, and a crash in the moment"
                + " of filling that slot would be lost; nothing else is touched; add --yes");
        }
    }

    /// <summary>Fills the free zones, and says with what.</summary>
    /// <exception cref="AgentException">There is none, or memory can't be written.</exception>
    public RetentionNote Arm()
    {
        if (((string[])["record_size", "ecc"]).FirstOrDefault(name => _region.Certainties.GetValueOrDefault(name) == Certainty.Guessed) is { } open)
            throw new AgentException(ExitCode.Unavailable, $"the zone headers leave {open} open, and with a wrong one bytes of another zone would go; name it with --{open.Replace('_', '-')}");
        List<Zone> free = Free(zone => !_region.Records.Any(record => record.ZoneName == zone.Name));
        if (free.Count == 0)
        {
            throw new AgentException(ExitCode.Unavailable, "no dmesg zone is free: those that hold a record, or the remains of one, are not touched, and those without a header"
                + " are made by the driver; archive and clear --wipe some, or boot once with the driver");
        }

        ulong slots = 0;
        foreach (Zone zone in free) slots |= 1UL << zone.Index;
        Zone first = free[0];
        var note = new RetentionNote((ulong)Random.Shared.NextInt64(), slots, BootNumber(_discovery.Machine), first.Size, Limits.ZoneHeaderSize, Math.Min(first.DataSize, RetentionNote.MaxLength));
        Store(free, zone => new MemoryPatch(_region.Base + note.Start(zone.Index), default, RetentionPattern.Of(note, zone.Index)));
        return note;
    }

    /// <summary>Overwrites what is left of a pattern with zeros, but for zones that hold a record by now.</summary>
    public void Wipe(RetentionNote note) =>
        Store(Free(zone => note.Has(zone.Index)), zone => new MemoryPatch(_region.Base + note.Start(zone.Index), default, default, note.DataLength));

    /// <summary>A number that differs from boot to boot: the first 16 digits of the boot's id; 0 where there is none.</summary>
    public static ulong BootNumber(Machine machine)
    {
        string digits = (machine.BootId ?? "").Replace("-", "", StringComparison.Ordinal);
        return digits.Length >= 16 && ulong.TryParse(digits.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
    }

    private List<Zone> Free(Func<Zone, bool> serves) =>
    [
        .. _region.Zones.Where(zone => zone is { State: ZoneState.Empty, Zone: { Kind: ZoneKind.Dmesg, Index: < RetentionNote.MaxSlots, DataSize: >= RetentionPattern.LeastLength } } && serves(zone.Zone))
            .Select(zone => zone.Zone),
    ];

    private void Store(List<Zone> zones, Func<Zone, MemoryPatch> fill)
    {
        if (zones.Count == 0) return;

        // A record that came meanwhile must stay: every header is compared before anything is stored.
        IEnumerable<MemoryPatch> headers = zones.Select(zone => new MemoryPatch(_region.Base + zone.Offset, _snapshot.Bytes.Slice(_region.Base + zone.Offset, Limits.ZoneHeaderSize), default));
        StoreResult result = MemoryStores.Apply(_discovery.Machine.Root, _snapshot.Address!.Value, _snapshot.Bytes.Length, [.. headers, .. zones.Select(fill)]);
        if (result.End == StoreEnd.Stored) return;
        if (result.End == StoreEnd.Differs) throw new AgentException(ExitCode.InputOutput, "memory has changed since it was read, and nothing was stored; try again");
        if (result.End == StoreEnd.NotKept) throw new AgentException(ExitCode.InputOutput, "memory did not keep what was stored there; is it write-protected?");
        AccessExplanation explanation = AccessExplainer.Explain(result.Failure!.Value, _discovery);
        throw new AgentException(explanation.ExitCode, explanation.Message);
    }
}
