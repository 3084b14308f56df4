using Pstore.Recovery;
using Pstore.Text;

namespace Pstore.Verdicts;

/// <summary>What the console of the boot before says: how it crashed, or how it ends.</summary>
internal sealed class ConsoleVerdict
{
    // Registers, the trace, and what other CPUs add to a report.
    private const int LinesBehindFault = 120;

    private readonly RecoveredRecord _record;
    private readonly CrashReport? _crash;
    private readonly ConsoleEnd _end;

    public ConsoleVerdict(RecoveredRecord record)
    {
        _record = record;
        _crash = CrashReport.Find(record.Content.Span, 0);
        _end = ConsoleEnd.Of(record.Content.Span);
        HasPanic = _crash != null && DumpVerdict.IsPanic(_crash);
    }

    /// <summary>Whether the kernel's panic line is in it.</summary>
    public bool HasPanic { get; }

    /// <summary>Whether it ends with the kernel's word that it was asked to end.</summary>
    public bool EndedWell => _end.LastWord != null && !HasPanic;

    /// <summary>The verdict where it has a crash, else null.</summary>
    public BootVerdict? Crash
    {
        get
        {
            if (HasPanic) return new BootVerdict(VerdictKind.Panic, _crash!.Headline, [$"{_record.Name} has a panic; no dump of it was found"]);
            if (_crash == null || EndedWell || _end.Lockup != null || !ConsoleEnd.IsNearEnd(_record.Content.Span, _crash.Headline, LinesBehindFault)) return null;
            return new BootVerdict(VerdictKind.Oops, _crash.Headline, [$"{_record.Name} ends with an oops; no dump of it was found"]);
        }
    }

    /// <summary>The verdict of how it ends.</summary>
    public BootVerdict Ending(MachineEvidence machine)
    {
        if (_end.LastWord != null) return new BootVerdict(VerdictKind.Intended, _end.LastWord, [$"{_record.Name} ends with '{_end.LastWord}'"]);
        string breaksOff = $"{_record.Name} breaks off: no panic, no restart";
        if (_end.Lockup != null) return new BootVerdict(VerdictKind.Watchdog, _end.Lockup, [$"{_record.Name} ends soon after '{_end.Lockup}'"]);
        if (ResetSigns.Watchdog(machine) is { } watchdog) return new BootVerdict(VerdictKind.Watchdog, machine.ResetCause, [watchdog, breaksOff]);
        List<string> evidence = [breaksOff];
        if (ResetSigns.Power(machine) is { } power) evidence.Add(power);
        return new BootVerdict(VerdictKind.Unclean, null, evidence);
    }
}
