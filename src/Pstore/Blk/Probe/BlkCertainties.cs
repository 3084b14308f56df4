using Pstore.Ram.Probe;

namespace Pstore.Blk.Probe;

/// <summary>
/// Says which sizes the headers admit no other value for. Where headers are left over nothing is certain: the store may
/// have been laid out anew. Dumps are written in turn, so the first zones have headers when later ones do; and CPU 0 has
/// traced when any CPU has.
/// </summary>
internal sealed class BlkCertainties(BlkCandidate layout, BlkEvidence evidence, KnownBlkParameters known)
{
    private readonly BlkParameters _p = layout.Parameters;

    private readonly BlkHit? _console = evidence.Consoles.Find(hit => hit.Offset == layout.Parameters.PmsgSize && layout.Parameters.ConsoleSize > 0);

    private readonly BlkHit? _firstTrace = evidence.Traces.Find(hit => hit.Offset == layout.FtraceStart && layout.Parameters.FtraceSize > 0);

    private readonly BlkHit? _firstDump = evidence.Dumps.Find(hit => hit.Offset == layout.DmesgStart);

    private bool IsClean => layout is { Unexplained: 0, Holes: 0 };

    /// <summary>The certainty of each parameter, by its kernel name.</summary>
    public Dictionary<string, Certainty> Find()
    {
        bool pmsg = known.PmsgSize != null || IsPmsgFound;
        bool console = known.ConsoleSize != null || (pmsg && IsConsoleFound);
        bool ftrace = known.FtraceSize != null || (pmsg && console && IsFtraceFound);
        bool isPlaced = pmsg && console && ftrace;
        return new Dictionary<string, Certainty>
        {
            ["total_size"] = Of(known.TotalSize != null, true),
            ["kmsg_size"] = Of(known.KmsgSize != null, IsKmsgFound),
            ["pmsg_size"] = Of(known.PmsgSize != null, pmsg),
            ["console_size"] = Of(known.ConsoleSize != null, console),
            ["ftrace_size"] = Of(known.FtraceSize != null, ftrace),
            ["cpus"] = Of(known.Cpus != null, _p.FtraceSize == 0 ? ftrace : isPlaced && IsShareFound),
        };
    }

    /// <summary>The next zone stands behind it, or its ring has gone round.</summary>
    private bool IsPmsgFound => IsClean
        && (_console != null || IsFull(evidence.Pmsg, _p.PmsgSize) || (layout.FtraceStart == 0 && (_firstTrace != null || _firstDump?.Offset == 0)));

    private bool IsConsoleFound => IsClean && (IsFull(_console, _p.ConsoleSize) || _firstTrace != null
        || (_firstDump != null && (known.FtraceSize != null || layout.DmesgStart == _p.PmsgSize)));

    /// <summary>The room between its start and the first dump; the division by CPUs loses less than a sector of it.</summary>
    private bool IsFtraceFound => IsClean && _firstDump != null && _p.Cpus < BlkSizes.SectorSize;

    private bool IsKmsgFound => IsClean && _firstDump != null && evidence.Dumps.Count > 1;

    /// <summary>One zone's ring has gone round, or the zones could not be half as large: then their number is known too.</summary>
    private bool IsShareFound
    {
        get
        {
            if (!IsClean || _firstTrace == null || (known.FtraceSize == null && _firstDump == null)) return false;
            long most = 0;
            foreach (BlkHit hit in evidence.Traces)
            {
                if (IsFull(hit, layout.Share)) return true;
                most = Math.Max(most, hit.LeastSize);
            }

            return most > layout.Share / 2;
        }
    }

    private static bool IsFull(BlkHit? hit, long size) => hit is { IsWrapped: true } && hit.LeastSize == size;

    private static Certainty Of(bool isGiven, bool isFound) => isGiven ? Certainty.Given : isFound ? Certainty.Found : Certainty.Guessed;
}
