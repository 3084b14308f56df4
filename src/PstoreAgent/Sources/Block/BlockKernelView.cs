using Pstore;
using Pstore.Blk;
using Pstore.Kernel;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Sources.Block;

/// <summary>What pstorefs of one kernel shows of a block store, with the user's options.</summary>
internal static class BlockKernelView
{
    /// <summary>The view; null where neither headers nor options tell the sizes.</summary>
    public static KernelViewResult? Of(BlockInput store, CommonOptions options)
    {
        KnownBlkParameters known = store.Known;
        BlkParameters? parameters = known.IsComplete
            ? known.ToParameters(store.Snapshot.Bytes.Length)
            : store.Probe.Layout?.Parameters;
        if (parameters == null) return null;
        KernelVersion writer = options.Kernel ?? options.Reader ?? Found(store, options);
        bool bigEndian = options.BigEndian ?? store.Probe.BigEndian;
        var view = new KernelViewOptions(options.Reader ?? writer, writer, bigEndian, options.WordSize, options.ReaderCompress);
        return BlkKernelView.Read(store.Snapshot.Bytes, parameters, view, store.Bad);
    }

    private static KernelVersion Found(BlockInput store, CommonOptions options)
    {
        KernelFinding finding = store.Recover(options).Kernel;
        if (finding.Certainty == Certainty.Guessed)
            Log.Warning($"nothing names the kernel; the view is that of {finding.Version}; name one with --kernel or --reader");
        return finding.Version;
    }
}
