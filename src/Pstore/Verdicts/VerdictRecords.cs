using Pstore.Ram;
using Pstore.Recovery;

namespace Pstore.Verdicts;

/// <summary>The records that can be of the boot before this one, by how much they are worth.</summary>
internal sealed class VerdictRecords
{
    /// <summary>Chooses among records.</summary>
    /// <param name="records">All of them.</param>
    /// <param name="isOld">Whether a record was there before the boot in question ended; null where nothing tells.</param>
    public VerdictRecords(IReadOnlyList<RecoveredRecord> records, Func<RecoveredRecord, bool>? isOld)
    {
        List<RecoveredRecord> open = [.. records.Where(record => record.Boot is BootRelation.Previous or BootRelation.Unknown && isOld?.Invoke(record) != true)];
        Dumps = [.. open.Where(record => record.Kind == ZoneKind.Dmesg && record.Origin.IsVouchedFor())];
        FoundDumps = [.. open.Where(record => record.IsDumpWithoutHeader)];
        Consoles = [.. open.Where(record => record.Kind == ZoneKind.Console && record.Origin.IsVouchedFor()).OrderByDescending(record => record.Origin == RecordOrigin.Live)];
        Messages = [.. open.Where(record => record.Kind == ZoneKind.Pmsg && record.Origin.IsVouchedFor()).OrderByDescending(record => record.Origin == RecordOrigin.Live)];
    }

    /// <summary>Dumps that a zone header vouches for.</summary>
    public IReadOnlyList<RecoveredRecord> Dumps { get; }

    /// <summary>Dumps that were found without a header.</summary>
    public IReadOnlyList<RecoveredRecord> FoundDumps { get; }

    /// <summary>Consoles, the one that the kernel shows first.</summary>
    public IReadOnlyList<RecoveredRecord> Consoles { get; }

    /// <summary>Messages of user space.</summary>
    public IReadOnlyList<RecoveredRecord> Messages { get; }
}
