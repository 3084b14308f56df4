namespace Pstore;

/// <summary>
/// Every rule of pstore and ramoops that depends on the kernel version, as data.
/// Sources: fs/pstore/{ram,ram_core,platform,inode,ftrace,pmsg}.c and lib/reed_solomon of the releases named.
/// </summary>
public static class KernelChanges
{
    /// <summary>Console and ftrace zones; the ftrace signature is mixed with LINUX_VERSION_CODE (ramoops_probe).</summary>
    public static readonly KernelChange ConsoleAndFtraceZones = new(3, 6);

    /// <summary>The ECC notice is appended to records, and parity slots are counted by the newer formula (persistent_ram_init_ecc).</summary>
    public static readonly KernelChange EccNotice = new(3, 10);

    /// <summary>An empty console or ftrace zone no longer gives a record of size 0 that ends the scan (ramoops_get_next_prz).</summary>
    public static readonly KernelChange EmptyZonesSkipped = new(3, 10);

    /// <summary>mem_size is used as given; before, it was rounded down to a power of two (ramoops_probe).</summary>
    public static readonly KernelChange MemSizeAsGiven = new(3, 11);

    /// <summary>Compressed dmesg, "-C"/"-D" in the header line, ".enc.z" names, record times (ramoops_write_kmsg_hdr).</summary>
    public static readonly KernelChange CompressedDmesg = new(3, 12);

    /// <summary>The header line is left out of the file (ramoops_pstore_read).</summary>
    public static readonly KernelChange HeaderStripped = new(3, 19);

    /// <summary>Console and ftrace files are named with an id, "-0" (pstore_mkfile).</summary>
    public static readonly KernelChange ConsoleNameHasId = new(3, 19, new Backport(3, 10, 105, 105));

    /// <summary>pmsg zones (ramoops_probe).</summary>
    public static readonly KernelChange PmsgZone = new(4, 0);

    /// <summary>Nodes compatible with "ramoops" in the device tree (ramoops_parse_dt).</summary>
    public static readonly KernelChange DeviceTreeNodes = new(4, 8);

    /// <summary>flags, bit 0 for an ftrace zone for each CPU; the device made of module parameters sets it (ramoops_register_dummy).</summary>
    public static readonly KernelChange FtraceFlags = new(4, 10);

    /// <summary>A dmesg zone without a header line is dropped; all dmesg zones are read before the others (ramoops_pstore_read).</summary>
    public static readonly KernelChange HeaderlessDmesgDropped = new(4, 2);

    /// <summary>LZO and LZ4 as build-time choices; the ECC notice is kept behind decompressed text (pstore_decompress).</summary>
    public static readonly KernelChange LzoAndLz4 = new(4, 6);

    /// <summary>dmesg zones share the slack, ftrace zones per CPU, 64-bit counter in ftrace entries, ftrace read last (ramoops_init_przs).</summary>
    public static readonly KernelChange StretchedZones = new(4, 10);

    /// <summary>Compression by the crypto API: raw deflate, LZO, LZ4, 842 (pstore_compress).</summary>
    public static readonly KernelChange CryptoCompression = new(4, 17);

    /// <summary>Header seconds may be negative, microseconds are padded to six digits (ramoops_read_kmsg_hdr).</summary>
    public static readonly KernelChange SignedHeaderTime = new(4, 18);

    /// <summary>Zones that are not page-aligned are mapped where they belong in memory without page structures too (persistent_ram_buffer_map).</summary>
    public static readonly KernelChange UnalignedZonesInPlace = new(4, 19);

    /// <summary>The driver starts early again; from 4.17 on it waited for the crypto API (ramoops_init).</summary>
    public static readonly KernelChange EarlyRegistration = new(4, 20);

    /// <summary>zstd (pstore_compress).</summary>
    public static readonly KernelChange Zstd = new(4, 19);

    /// <summary>The dump buffer is the usable size of dmesg zone 0 and no longer record_size (ramoops_probe).</summary>
    public static readonly KernelChange BufferSizeFromZone = new(4, 20, new Backport(4, 19, 20));

    /// <summary>decode_rs refuses corrections in the virtual padding and checks the syndrome again (lib/reed_solomon/decode_rs.c).</summary>
    public static readonly KernelChange StrictReedSolomon = new(5, 3);

    /// <summary>A node outside /reserved-memory that gives no other size has console and pmsg zones of record-size (ramoops_parse_dt).</summary>
    public static readonly KernelChange ChromebookNodes = new(5, 3);

    /// <summary>The header's microseconds become nanoseconds of the file time; before, the number itself was taken (ramoops_read_kmsg_hdr).</summary>
    public static readonly KernelChange MicrosecondsScaled = new(5, 4);

    /// <summary>max_reason decides which dumps are kept; before, dump_oops did (ramoops_parse_dt).</summary>
    public static readonly KernelChange MaxReason = new(5, 8);

    /// <summary>pstore_zone, pstore_blk and mtdpstore (fs/pstore/zone.c, fs/pstore/blk.c).</summary>
    public static readonly KernelChange BlockStores = new(5, 8);

    /// <summary>A block store uses no more than 128 MiB of its device (register_pstore_zone).</summary>
    public static readonly KernelChange BlkSizeCapped = new(5, 11);

    /// <summary>pstore_blk as a module opens its device by path: other names are for the built-in one (fs/pstore/blk.c, early_boot_devpath).</summary>
    public static readonly KernelChange BlkDeviceByPath = new(5, 14);

    /// <summary>mem-type of the device tree counts; 5.13 to 5.19 read it, to no effect but in later 5.15.y (ramoops_parse_dt).</summary>
    public static readonly KernelChange MemTypeProperty = new(6, 0, new Backport(5, 15, 1, 100));

    /// <summary>The notice begins with "ECC: " (persistent_ram_ecc_string).</summary>
    public static readonly KernelChange EccNoticePrefix = new(5, 18);

    /// <summary>pmsg lies before ftrace (ramoops_probe).</summary>
    public static readonly KernelChange PmsgBeforeFtrace = new(6, 2);

    /// <summary>Raw deflate by zlib only; output limit of three buffers (pstore_decompress).</summary>
    public static readonly KernelChange RawDeflateOnly = new(6, 6);

    /// <summary>Zone sizes that come from a division are even (ramoops_init_przs).</summary>
    public static readonly KernelChange EvenZoneSize = new(6, 8,
        new Backport(6, 7, 4),
        new Backport(6, 6, 16, 87),
        new Backport(6, 1, 77, 77),
        new Backport(5, 15, 149, 149),
        new Backport(5, 10, 210, 223),
        new Backport(5, 4, 269),
        new Backport(4, 19, 307));

    /// <summary>ramoops.mem_name takes the region from reserve_mem= (ramoops_register_dummy).</summary>
    public static readonly KernelChange RegionByName = new(6, 11);

    /// <summary>The module parameter ecc shows what the driver uses; earlier releases, 6.15 to 6.17 perhaps, show what was given (ramoops_probe).</summary>
    public static readonly KernelChange EffectiveEccShown = new(6, 18);

    /// <summary>ftrace addresses are stored relative to the KASLR offset (pstore_ftrace_encode_ip).</summary>
    public static readonly KernelChange KaslrRelativeFtrace = new(7, 1);

    /// <summary>The text of an ftrace file is aligned without counting the ECC notice (pstore_ftrace_seq_start).</summary>
    public static readonly KernelChange FtraceTextIgnoresNotice = new(7, 1);
}
