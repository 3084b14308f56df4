using Pstore.Ram;
using Pstore.Text;

namespace Pstore.Recovery;

/// <summary>
/// Says which boot each record belongs to. What the driver does when it is bound settles console and pmsg: it begins
/// both zones anew and keeps what they held for the file system. A dump stays in its slot through many boots, so it
/// takes lines that it shares with the console of a boot, or with the running kernel's log, to tell whose it is. The rings
/// of a block store are the boot before's until the file system is mounted: there the merge, or the console's lines, tell.
/// </summary>
/// <param name="driverBound">Whether the driver owns the region while it is read.</param>
/// <param name="running">The log of the running kernel.</param>
public sealed class BootLabels(bool driverBound, LogFingerprint running)
{
    /// <summary>The records with their boots.</summary>
    public List<RecoveredRecord> Apply(IReadOnlyList<RecoveredRecord> records)
    {
        RecoveredRecord? console = records.FirstOrDefault(record =>
            record.Kind == ZoneKind.Console && record.Origin == RecordOrigin.Live && !IsCurrentLog(record, records));
        var previous = new LogFingerprint(console == null ? default : console.Content.Span);
        bool isWholeBoot = console != null && console.Content.Span.IndexOf("Linux version "u8) >= 0;
        return [.. records.Select(record => record with { Boot = Of(record, records, previous, isWholeBoot) })];
    }

    private BootRelation Of(RecoveredRecord record, IReadOnlyList<RecoveredRecord> all, LogFingerprint previous, bool isWholeBoot)
    {
        if (record.Kind is ZoneKind.Console or ZoneKind.Pmsg && record.Origin is RecordOrigin.Live or RecordOrigin.Linear)
            return IsCurrentLog(record, all) ? BootRelation.Current : BootRelation.Previous;
        if (record.Kind is not (ZoneKind.Dmesg or ZoneKind.Console)) return BootRelation.Unknown;
        ReadOnlySpan<byte> text = record.Content.Span;
        if (running.IsSameBoot(text)) return BootRelation.Current;
        if (previous.IsSameBoot(text)) return BootRelation.Previous;

        // A panic and an oops are always printed: a dump that a whole boot's console lacks is not of that boot.
        return isWholeBoot && record.Kind == ZoneKind.Dmesg && CrashReport.Find(text, 0) != null ? BootRelation.Earlier : BootRelation.Unknown;
    }

    /// <summary>Whether a ring holds this boot's log, and not what the boot before left in it.</summary>
    private bool IsCurrentLog(RecoveredRecord record, IReadOnlyList<RecoveredRecord> all)
    {
        if (record.Places != RecordPlaces.Region) return false;
        if (record.Backend == ZoneFormat.Blk.Backend ? record.IsCurrentContent : driverBound) return true;

        // A driver that was bound in this boot and let go again leaves this boot's logs behind.
        return all.Any(other => other.Backend == record.Backend && IsLive(other, ZoneKind.Console) && running.IsSameBoot(other.Content.Span));
    }

    private static bool IsLive(RecoveredRecord record, ZoneKind kind) =>
        record.Kind == kind && record.Origin == RecordOrigin.Live && record.Places.HasFlag(RecordPlaces.Region);
}
