using PstoreAgent.CommandLine;
using PstoreAgent.Discovery.Access;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Sources.Block;

/// <summary>The block store of this machine, open for reading.</summary>
internal sealed class LiveBlock : IDisposable
{
    private readonly CommonOptions _options;
    private readonly StoreDevice _store;
    private readonly BlockDevice _device;

    private LiveBlock(CommonOptions options, StoreDevice store, BlockDevice device) => (_options, _store, _device) = (options, store, device);

    /// <summary>Opens the device that holds the store. Null where nobody names one, and, with the problem, where it can't be opened.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="isHeld">Whether pstore_blk holds it.</param>
    /// <param name="name">The device for people; null where nobody names one.</param>
    /// <param name="problem">Why it can't be opened.</param>
    public static LiveBlock? Open(CommonOptions options, Machine machine, out bool isHeld, out string? name, out AccessExplanation? problem)
    {
        (isHeld, name, problem) = (false, null, null);
        if (StoreDevice.Find(options, machine) is not { } store) return null;
        (isHeld, name) = (store.IsHeld, store.Place.Path ?? store.Place.Named);
        try
        {
            return new LiveBlock(options, store, BlockDevice.Open(store.Place, machine.Root));
        }
        catch (AgentException failure)
        {
            problem = new AccessExplanation(failure.Message, failure.ExitCode);
            return null;
        }
    }

    /// <summary>Opens the device so that a store on it can be cleared.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="forWriting">Whether it is to be cleared, and not looked at alone.</param>
    /// <exception cref="AgentException">Nobody names a device, it is in use, it is flash, or it can't be opened.</exception>
    public static BlockDevice OpenForClearing(CommonOptions options, Machine machine, bool forWriting)
    {
        StoreDevice store = StoreDevice.Find(options, machine) ?? throw RegionProblems.NoDevice();
        if (store.IsHeld) throw new AgentException(ExitCode.Unavailable, $"{store.Place.Named}: pstore_blk holds it now: it is not written; read again");
        using BlockDevice? looked = forWriting ? null : BlockDevice.OpenExclusive(store.Place, machine.Root);
        return forWriting ? BlockDevice.OpenExclusive(store.Place, machine.Root) : BlockDevice.Open(store.Place, machine.Root);
    }

    /// <summary>Reads the zones in use; with <paramref name="whole"/> everything.</summary>
    public BlockInput Read(bool whole)
    {
        long total = BlockInput.Used(_device.Size, _options.MemSize, _options.Kernel);
        var reader = new BlockReader(_device.File, _device.Path, 0, total, _device.Bad);
        BlockInput input = reader.Read(BlockInput.Said(_options), _store.Expected(_device.Size), whole);
        return input with { Snapshot = input.Snapshot with { Kind = SourceKind.Block } };
    }

    public void Dispose() => _device.Dispose();
}
