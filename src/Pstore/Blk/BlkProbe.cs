using Pstore.Blk.Probe;
using Pstore.Ram;
using Pstore.Ram.Probe;

namespace Pstore.Blk;

/// <summary>Finds the sizes of a store's zones from the headers in it.</summary>
public static class BlkProbe
{
    /// <summary>
    /// Whether these headers are those of a pstore_zone store, rather than of a ramoops region. The one at the front
    /// decides, which user space can't have written; else what most are.
    /// </summary>
    public static bool IsStore(IReadOnlyList<BlkHit> hits)
    {
        int own = 0, alike = 0;
        foreach (BlkHit hit in hits)
        {
            if (hit is { Offset: 0, HasSignature: true }) return !hit.IsLikeRamoops;
            if (hit.Kind == ZoneKind.Pmsg) continue;
            if (hit.IsLikeRamoops) alike++;
            else if (hit.HasSignature) own++;
        }

        return own > alike;
    }

    /// <summary>
    /// Finds the layout: what is known stays as known, what the headers settle is Found, the rest is Guessed, by the
    /// defaults of 64 KiB where nothing speaks against them.
    /// </summary>
    /// <param name="hits">Headers in the store.</param>
    /// <param name="total">Bytes of the store.</param>
    /// <param name="known">What is known.</param>
    public static BlkProbeResult Find(IReadOnlyList<BlkHit> hits, long total, KnownBlkParameters known)
    {
        bool bigEndian = known.BigEndian ?? BlkEvidence.IsBigEndian(hits);
        long size = known.TotalSize ?? BlkSizes.Used((total + BlkSizes.Alignment - 1) / BlkSizes.Alignment * BlkSizes.Alignment, known.Kernel);
        var evidence = new BlkEvidence(hits, bigEndian, size);
        BlkCandidate candidate = new BlkSearch(evidence, known, size).Run() ?? Default(size, known);
        new BlkScorer(evidence.All).Score(candidate);
        BlkLayoutResult laidOut = BlkLayout.Compute(candidate.Parameters);
        Dictionary<string, Certainty> certainties = new BlkCertainties(candidate, evidence, known).Find();
        if (laidOut.Error is { } error) return new BlkProbeResult(null, bigEndian, certainties, [error]);

        List<Diagnostic> diagnostics = [.. laidOut.Notes];
        NoteFit(candidate, known, diagnostics);
        NoteGuesses(candidate, certainties, diagnostics);
        return new BlkProbeResult(laidOut.Layout, bigEndian, certainties, diagnostics);
    }

    /// <summary>What is known, and where that leaves room, the defaults.</summary>
    private static BlkCandidate Default(long total, KnownBlkParameters known)
    {
        long left = total;
        long Take(long? given)
        {
            long size = given ?? (left >= 2 * BlkSizes.Default ? BlkSizes.Default : 0);
            left -= size;
            return size;
        }

        long pmsg = Take(known.PmsgSize), console = Take(known.ConsoleSize), ftrace = Take(known.FtraceSize);
        long kmsg = known.KmsgSize ?? Math.Clamp(left / BlkSizes.Alignment * BlkSizes.Alignment, 0, BlkSizes.Default);
        return new BlkCandidate(new BlkParameters(total, kmsg, pmsg, console, ftrace, known.Cpus ?? 1));
    }

    private static void NoteFit(BlkCandidate candidate, KnownBlkParameters known, List<Diagnostic> diagnostics)
    {
        if (candidate.Unexplained > 0)
        {
            bool isContradicted = known.IsComplete && candidate.Unexplained > candidate.Explained;
            diagnostics.Add(isContradicted
                ? new Diagnostic(DiagnosticId.SizesContradicted, Severity.Warning, $"{candidate.Unexplained} zone headers are there, where the sizes that were named have no zone: leave those out, or correct them")
                : new Diagnostic(DiagnosticId.UnexplainedHeaders, Severity.Warning, $"{candidate.Unexplained} zone headers are not explained by this layout"));
        }
        else if (candidate.Explained == 0)
        {
            diagnostics.Add(new Diagnostic(DiagnosticId.LayoutUnconfirmed, Severity.Note, "the store has no zone header: nothing was written to it"));
        }
    }

    private static void NoteGuesses(BlkCandidate candidate, Dictionary<string, Certainty> certainties, List<Diagnostic> diagnostics)
    {
        var guessed = new List<string>();
        foreach ((string name, Certainty certainty) in certainties)
            if (certainty == Certainty.Guessed && (name != "cpus" || candidate.Parameters.FtraceSize > 0)) guessed.Add(name);
        if (guessed.Count == 0) return;
        diagnostics.Add(new Diagnostic(DiagnosticId.LayoutGuessed, Severity.Warning,
            $"the headers leave open: {string.Join(", ", guessed)}; what fits them was taken, 64 KiB where a size may be that; name them as options if you know them"));
    }
}
