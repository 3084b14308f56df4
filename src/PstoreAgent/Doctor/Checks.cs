using PstoreAgent.Doctor.Block;
using PstoreAgent.Doctor.Driver;
using PstoreAgent.Doctor.Kernel;
using PstoreAgent.Doctor.Node;
using PstoreAgent.Doctor.Panic;
using PstoreAgent.Doctor.Region;
using PstoreAgent.Doctor.Sizes;
using PstoreAgent.Doctor.UserSpace;

namespace PstoreAgent.Doctor;

/// <summary>All checks, in the order of their findings within a level. None of them changes anything.</summary>
internal static class Checks
{
    private static readonly IReadOnlyList<Func<Setup, IEnumerable<Finding>>> s_ofNode =
    [
        NodePresence.Check, NodeAcceptance.Check, NodeProperties.Check, RegionInMemory.Check, RegionOverlap.Check, ReservedBefore.Check,
        LayoutAccepted.Check, FrontEnds.CheckZones, ZoneAlignment.Check, Parity.Check,
    ];

    /// <summary>Those that a device tree alone answers.</summary>
    public static readonly IReadOnlyList<Func<Setup, IEnumerable<Finding>>> OfNode = [.. s_ofNode, MissingFacts.Check];

    private static readonly IReadOnlyList<Func<Setup, IEnumerable<Finding>>> s_ofRamoops =
    [
        .. s_ofNode, RegionReserved.Check, DriverParameters.Check, RetentionTest.Check, FrontEnds.CheckOptions, RecordCapacity.Check,
        RecordingOptions.Check, Compression.Check, DriverBinding.Check, BackendOwner.Check,
        PanicTimeout.Check, DumpReasons.Check, SysrqMask.Check, ConsoleLevel.Check,
        PstoreMount.Check, PmsgDevice.Check, ReadingOptions.Check, Harvesters.Check, ArchivePlace.Check, MissingFacts.Check,
    ];

    private static readonly IReadOnlyList<Func<Setup, IEnumerable<Finding>>> s_ofBlock =
    [
        BlockPresence.Check, BlockSizesAccepted.Check, BlockRecording.Check, RecordingOptions.CheckPstore, Compression.Check, BlockOwner.Check,
        PanicTimeout.Check, DumpReasons.Check, SysrqMask.Check, BlockMount.Check, Harvesters.Check, ArchivePlace.Check, MissingFacts.Check,
    ];

    /// <summary>All that concern a set-up: those of the backend that is meant to record, with those of any.</summary>
    public static IReadOnlyList<Func<Setup, IEnumerable<Finding>>> Of(Setup setup) => setup.Block == null ? s_ofRamoops : s_ofBlock;

    /// <summary>What they find, the worst first.</summary>
    public static List<Finding> Run(Setup setup, IEnumerable<Func<Setup, IEnumerable<Finding>>> checks)
    {
        List<Finding> found = [.. checks.SelectMany(check => check(setup)).Select(finding => BuiltInLine.Rewritten(setup, finding))], sorted = [];
        if (setup.Tree is { IsPart: true } part) found = PartFindings.Of(part, found);
        for (FindingLevel level = FindingLevel.Problem; level <= FindingLevel.Ok; level++)
            sorted.AddRange(found.Where(finding => finding.Level == level));
        return sorted;
    }
}
