using Pstore;
using Pstore.Ram;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Memory;
using Tmds.Linux;

namespace PstoreAgent.Control.Pmsg;

/// <summary>
/// The pmsg zone in memory, written by this program while no driver is bound. A child has read the region before and
/// stored the zone's header over itself, so that what the bus or the kernel refuses is known, and explained, before this
/// process maps anything.
/// </summary>
internal sealed unsafe class MemoryPmsg : IPmsgTarget, IZoneMemory
{
    private readonly MemoryMapping _mapping;
    private readonly RingWriter _writer;
    private readonly byte[] _driversDevice;

    private MemoryPmsg(MemoryMapping mapping, Zone zone, ReadOnlySpan<byte> bytes, ulong address, MachineRoot root)
    {
        _mapping = mapping;
        _writer = new RingWriter(zone, bytes, address, this);
        _driversDevice = FileDescriptor.PathBytes(root.Locate(PmsgDevice.Path));
        Name = $"the pmsg zone at 0x{address:x}";
    }

    public string Name { get; }

    public int? MostBytes => _writer.Capacity;

    /// <summary>Finds the zone, and makes it ready where its header is none.</summary>
    /// <exception cref="AgentException">There is no such zone, nothing vouches for its place, the driver is bound, or memory can't be written.</exception>
    public static MemoryPmsg Open(CommonOptions options)
    {
        RegionInput input = new LiveInput(options with { Source = SourceKind.Mem }).ReadRegion(out DiscoveryResult discovery);
        Machine machine = discovery.Machine;
        if (machine.DriverBound == true) throw new AgentException(ExitCode.Unavailable, $"--mem: the ramoops driver is bound, and the zone is the kernel's; write to {PmsgDevice.Path}, without --mem");
        RecoveredRegion region = input.Recover(options);
        Zone zone = region.Layout?.Of(ZoneKind.Pmsg).FirstOrDefault() ?? throw new AgentException(ExitCode.Unavailable, "--mem: the region has no pmsg zone, or its layout could not be found; name it with --pmsg-size");
        if (!region.Zones.Any(attached => attached.State is ZoneState.Valid or ZoneState.Empty))
            throw new AgentException(ExitCode.Unavailable, "--mem: no zone of the region has a valid header, so that nothing vouches for the place of the pmsg zone; boot a kernel with the driver once");

        int offset = region.Base + zone.Offset;
        ulong address = input.Snapshot.Address!.Value + (ulong)offset;
        ReadOnlyMemory<byte> bytes = input.Snapshot.Bytes.Slice(offset, zone.Size);
        Try(discovery, address, bytes);
        string device = machine.Root.Locate(MemoryDevice.DefaultPath);
        using FileDescriptor? memory = MemoryDevice.Open(device, out int errno, forWriting: true);
        MemoryMapping? mapping = memory == null ? null : MemoryMapping.Map(memory, address, zone.Size, out errno, forWriting: true);
        if (mapping == null) throw new AgentException(ExitCode.InputOutput, $"{device}: {Errno.Text(errno)}");
        var target = new MemoryPmsg(mapping, zone, bytes.Span, address, machine.Root);
        target._writer.Prepare();
        return target;
    }

    public void Write(ReadOnlySpan<byte> record)
    {
        // A kernel that has bound the driver meanwhile writes there itself.
        fixed (byte* path = _driversDevice)
        {
            if (LibC.access(path, LibC.F_OK) == 0)
                throw new AgentException(ExitCode.Unavailable, $"the ramoops driver has been bound meanwhile and owns the zone; start anew, to write to {PmsgDevice.Path}");
        }

        _writer.Append(record);
    }

    public void Store(int offset, ReadOnlySpan<byte> bytes) => _mapping.Store(offset, bytes);

    public void Barrier() => MemoryMapping.Barrier();

    public void Dispose() => _mapping.Dispose();

    /// <summary>Stores what is there.</summary>
    private static void Try(DiscoveryResult discovery, ulong address, ReadOnlyMemory<byte> zone)
    {
        ReadOnlyMemory<byte> header = zone[..Limits.ZoneHeaderSize];
        StoreResult result = MemoryStores.Apply(discovery.Machine.Root, address, zone.Length, [new MemoryPatch(0, header, header)]);
        if (result.Failure is { } failure) throw AccessExplainer.Explain(failure, discovery).ToException();
        if (result.End != StoreEnd.Stored) throw new AgentException(ExitCode.InputOutput, $"--mem: the memory at 0x{address:x} changes by itself, or does not keep what is stored there");
    }
}
