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
    private const string OtherKernel = "a retention test stores through /dev/mem alone: test with a kernel that allows it";

    private readonly DiscoveryResult _discovery;
    private readonly RegionInput _input;
    private readonly RecoveredRegion _region;

    /// <param name="options">Where the region is.</param>
    /// <param name="yes">Whether it may be written to while the driver holds it.</param>
    /// <exception cref="AgentException">It can't be read, or must not be written to.</exception>
    public RetentionArming(CommonOptions options, bool yes)
    {
        if (options.Image != null) throw new UsageException("retention: an image is a copy and stays as it is; without --image the region of this machine is used");
        _input = new LiveInput(options) { WayOut = OtherKernel }.ReadRegion(out _discovery);
        _region = _input.Recover(options);
        if (_discovery.Machine is { DriverBound: null, Root.IsThisMachine: true })
            throw new AgentException(ExitCode.Unavailable, "nothing tells whether the ramoops driver holds the region; mount sysfs on /sys");
        if (_discovery.IsHeldByDriver && !yes)
        {
            throw new AgentException(ExitCode.Unavailable, "retention: the ramoops driver holds the region; it writes to a slot when the kernel crashes, and a crash in the moment"
                + " of storing there would be lost; nothing else is touched; add --yes, or unbind the driver first");
        }
    }

    /// <summary>Fills the free zones, and says with what.</summary>
    /// <exception cref="AgentException">There is none, or memory can't be written.</exception>
    public RetentionNote Arm()
    {
        if (((string[])["record_size", "ecc"]).FirstOrDefault(name => _region.Certainties.GetValueOrDefault(name) == Certainty.Guessed) is { } open)
            throw new AgentException(ExitCode.Unavailable, $"the zone headers leave {open} open, and with a wrong one bytes of another zone would go; name it with --{open.Replace('_', '-')}");
        List<Zone> free = Free(RetentionUse.Of(_input, _region, _discovery));
        if (free.Count == 0)
        {
            throw new AgentException(ExitCode.Unavailable, "no dmesg zone is free: those that hold a record, or the remains of one, are not touched; where there are some,"
                + " collect, then clear --wipe without the driver; zones without a header are made by the driver at its next start");
        }

        ulong slots = 0;
        foreach (Zone zone in free) slots |= 1UL << zone.Index;
        Zone first = free[0];
        var note = new RetentionNote((ulong)Random.Shared.NextInt64(), slots, BootNumber(_discovery.Machine), first.Size, Limits.ZoneHeaderSize, Math.Min(first.DataSize, RetentionNote.MaxLength));
        List<MemoryPatch> patches = [];
        foreach (Zone zone in free) patches.Add(Unchanged(_region.Base + zone.Offset));
        foreach (Zone zone in free) patches.Add(new MemoryPatch(_region.Base + note.Start(zone.Index), default, RetentionPattern.Of(note, zone.Index)));
        Store(patches);
        return note;
    }

    /// <summary>Overwrites with zeros what is left of a pattern, and nothing that is not pattern.</summary>
    /// <param name="note">Of the pattern.</param>
    /// <param name="start">Where in the region's bytes its offsets count from.</param>
    /// <param name="left">Bytes of the filled slots that stay: what is no pattern, and what is next to it.</param>
    /// <returns>Bytes that were overwritten.</returns>
    public long Wipe(RetentionNote note, int start, out long left)
    {
        ReadOnlyMemory<byte> bytes = _input.Snapshot.Bytes;
        left = 0;
        if (start + note.End > bytes.Length) return 0;
        List<(int Offset, int Length)> remains = RetentionRemains.Find(bytes.Span, start, note, RetentionUse.Of(_input, _region, _discovery), out left);
        var patches = new List<MemoryPatch>();
        long wiped = 0;
        foreach ((int offset, int length) in remains)
        {
            patches.Add(new MemoryPatch(offset, bytes.Slice(offset, length), default, length));
            wiped += length;
        }

        for (int slot = 0; slot < RetentionNote.MaxSlots; slot++)
            if (note.Has(slot)) patches.Add(Unchanged(start + note.Start(slot) - note.DataOffset));
        Store(patches);
        return wiped;
    }

    /// <summary>A number that differs from boot to boot: the first 16 digits of the boot's id; 0 where there is none.</summary>
    public static ulong BootNumber(Machine machine)
    {
        string digits = (machine.BootId ?? "").Replace("-", "", StringComparison.Ordinal);
        return digits.Length >= 16 && ulong.TryParse(digits.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
    }

    private List<Zone> Free(UsedRanges used)
    {
        var free = new List<Zone>();
        foreach (AttachedZone attached in _region.Zones)
        {
            if (attached is not { State: ZoneState.Empty, Zone: { Kind: ZoneKind.Dmesg, Index: < RetentionNote.MaxSlots, DataSize: >= RetentionPattern.LeastLength } zone }) continue;
            bool isUsed = used.Touches((long)_region.Base + zone.Offset, (long)_region.Base + zone.End);
            if (!isUsed && !_region.Records.Any(record => record.ZoneName == zone.Name)) free.Add(zone);
        }

        return free;
    }

    // A record that came meanwhile must stay: every header is compared before anything is stored.
    private MemoryPatch Unchanged(long header) => new(header, _input.Snapshot.Bytes.Slice((int)header, Limits.ZoneHeaderSize), default);

    private void Store(List<MemoryPatch> patches)
    {
        Snapshot snapshot = _input.Snapshot;
        StoreResult result = MemoryStores.Apply(_discovery.Machine.Root, snapshot.Address!.Value, snapshot.Bytes.Length, patches);
        if (result.End == StoreEnd.Stored) return;
        if (result.End == StoreEnd.Differs) throw new AgentException(ExitCode.InputOutput, "memory has changed since it was read, and nothing was stored; try again");
        if (result.End == StoreEnd.NotKept) throw new AgentException(ExitCode.InputOutput, "memory did not keep what was stored there; is it write-protected?");
        AccessExplanation explanation = AccessExplainer.Explain(result.Failure!.Value with { WayOut = OtherKernel }, _discovery);
        throw new AgentException(explanation.ExitCode, explanation.Message);
    }
}
