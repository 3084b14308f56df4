using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Text;

namespace PstoreAgent.Reports;

/// <summary>The crash that a region tells of: its report and the record it stands in.</summary>
internal sealed record Crash(CrashReport Report, RecoveredRecord Record)
{
    /// <summary>
    /// The newest dump with a crash; the console where no dump has one; what the kernel throws away comes behind, and
    /// last what was cleared or left by earlier contents, so that such a one is found only where no other tells of a crash.
    /// A slot may keep its dump through many boots: one that is known to be old stands behind those that are not.
    /// </summary>
    public static Crash? Find(IEnumerable<RecoveredRecord> records, int tail)
    {
        IEnumerable<RecoveredRecord> ranked = records
            .Where(record => record.Kind is ZoneKind.Dmesg or ZoneKind.Console)
            .OrderByDescending(record => record.IsShownByKernel)
            .ThenByDescending(record => record.IsEvidence)
            .ThenBy(record => record.Boot == BootRelation.Earlier)
            .ThenBy(record => record.Kind)
            .ThenByDescending(record => record.Time?.Seconds ?? long.MinValue)
            .ThenByDescending(record => record.Time?.Nanoseconds ?? 0);
        foreach (RecoveredRecord record in ranked)
            if (CrashReport.Find(record.Content.Span, tail) is { } report) return new Crash(report, record);
        return null;
    }
}
