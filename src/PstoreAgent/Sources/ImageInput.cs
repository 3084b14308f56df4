using Pstore.Blk;
using Pstore.Ram;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery.Block;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Sources.Block;
using PstoreAgent.Sources.Images;

namespace PstoreAgent.Sources;

/// <summary>Reads an image, and tells by its bytes which backend it is of, where the user doesn't say.</summary>
internal static class ImageInput
{
    /// <param name="options">The image, and what is said of it.</param>
    /// <param name="note">The file beside it, or null.</param>
    /// <param name="whole">Whether all bytes of a block store are wanted, and not those of its zones in use.</param>
    public static StoreInput Read(CommonOptions options, DumpNote? note, bool whole)
    {
        using ImageFile image = ImageFile.Open(options.Image!);
        bool isBlock = options.Backend is Discovery.Backend.Blk or Discovery.Backend.Mtd || (options.Backend == null && note?.Block != null);
        bool maybe = isBlock || (options.WantsBlock && note == null);
        KnownBlkParameters said = BlockInput.Said(options), expected = note?.Block ?? new KnownBlkParameters();
        if (image.IsSeekable && !image.IsGzip && maybe && (isBlock || !image.File.IsRegularFile() || image.End - options.Offset > AgentLimits.Chunk))
        {
            BlockReader reader = Reader(image, options, said, ref expected);
            if (isBlock) return reader.Read(said, expected, whole);
            IReadOnlyList<BlkHit> hits = reader.Scan();
            if (BlkProbe.IsStore(hits)) return reader.Read(said, expected, whole);
        }

        Snapshot snapshot = ImageSource.Read(image, options.Offset, options.MemSize);
        if (maybe && AsBlock(snapshot, said, expected, isBlock) is { } store) return store;
        return RegionInput.Image(snapshot with { Address = note?.Address }, options, note);
    }

    private static BlockReader Reader(ImageFile image, CommonOptions options, KnownBlkParameters said, ref KnownBlkParameters expected)
    {
        long available = image.End - options.Offset;
        ImageSource.CheckLength(image.Name, options.Offset, available, image.End);
        IReadOnlyList<BlkBadRange> bad = [];
        if (!image.File.IsRegularFile() && options.Offset == 0)
        {
            // A device of this machine: its kernel may be told the sizes, and knows which blocks are bad.
            var machine = new Machine(new MachineRoot(options.Root));
            StoreDevice device = StoreDevice.Of(BlockDevicePath.Resolve(options.Image!, machine.Root), BlockDiscovery.Find(options, machine), machine);
            expected = expected.Or(device.Expected(available));
            if (device.Place.Flash != null) bad = BlockDevice.BadBlocks(image.File);
        }

        long total = BlockInput.Used(available, options.MemSize, said.Kernel);
        return new BlockReader(image.File, image.Name, options.Offset, total, bad);
    }

    /// <summary>What came through a pipe, or is small, is in memory whole.</summary>
    private static BlockInput? AsBlock(Snapshot snapshot, KnownBlkParameters said, KnownBlkParameters expected, bool isBlock)
    {
        KnownBlkParameters known = said.Or(expected);
        int total = (int)BlockInput.Used(snapshot.Bytes.Length, said.TotalSize, known.Kernel);
        ReadOnlyMemory<byte> bytes = snapshot.Bytes[..total];
        var scan = new BlkScan(total);
        scan.Add(bytes.Span, 0);
        if (!isBlock && !BlkProbe.IsStore(scan.Hits)) return null;
        known = known with { TotalSize = known.TotalSize ?? total };
        return new BlockInput(snapshot with { Bytes = bytes, Format = ZoneFormat.Blk }, BlkProbe.Find(scan.Hits, total, known), known, []);
    }
}
