using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Tests.Building;

namespace Pstore.Tests.Properties;

/// <summary>Carries what the builder wrote over to what the library is told.</summary>
internal static class RegionCase
{
    public static RamoopsParameters Parameters(RegionSetup setup) => new(
        setup.MemSize, setup.RecordSize, setup.ConsoleSize, setup.FtraceSize, setup.PmsgSize,
        setup.EccSize, setup.FlagsPerCpu ? 1u : 0u, setup.Cpus);

    public static RecoveryOptions AllKnown(RegionSetup setup, KernelVersion kernel) => new(
        new KnownParameters(
            setup.MemSize, setup.RecordSize, setup.ConsoleSize, setup.FtraceSize, setup.PmsgSize,
            setup.EccSize, setup.FlagsPerCpu ? 1u : 0u, setup.Cpus, kernel, setup.BigEndian),
        setup.WordSize);

    public static ZoneKind KindOf(BuiltZoneKind kind) => kind switch
    {
        BuiltZoneKind.Dmesg => ZoneKind.Dmesg,
        BuiltZoneKind.Console => ZoneKind.Console,
        BuiltZoneKind.Pmsg => ZoneKind.Pmsg,
        _ => ZoneKind.Ftrace,
    };

    public static (ZoneKind, int, int, int, int)[] Map(RegionBuilder region) => region.Zones
        .OrderBy(zone => zone.Offset)
        .Select(zone => (KindOf(zone.Kind), zone.Index, zone.Offset, zone.Size, zone.DataSize))
        .ToArray();

    public static (ZoneKind, int, int, int, int)[] Map(RamoopsLayout layout) => layout.Zones
        .Select(zone => (zone.Kind, zone.Index, zone.Offset, zone.Size, zone.DataSize))
        .ToArray();

    public static BuiltZone Built(RegionBuilder region, Zone zone) =>
        region.Zones.Single(built => KindOf(built.Kind) == zone.Kind && built.Index == zone.Index);
}
