using System.Buffers.Binary;
using System.Globalization;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Block;

/// <summary>
/// The names of partitions in a disk's own table, for kernels that don't show them: GPT (UEFI specification, chapter 5) or the signature of an
/// MBR. Every number is bounded before it is used; checksums are not asked for, because nothing is written by it.
/// </summary>
internal sealed class PartitionTable
{
    private const int MbrSize = 512, SignatureAt = 440, TableAt = 446, TableEntry = 16, TableEntries = 4, TypeAt = 4, Protective = 0xEE;
    private const int EntriesAt = 72, CountAt = 80, EntrySizeAt = 84;
    private const int IdAt = 16, IdSize = 16, LabelAt = 56, LabelSize = 72, LeastEntry = 128, MostEntry = 4096, MostEntries = 1024;

    // Where the bytes of a GUID stand in its text: the first three parts are little endian.
    private static readonly byte[] s_order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly List<PartitionEntry> _entries = [];
    private uint? _signature;

    private PartitionTable()
    {
    }

    /// <summary>The table of an open disk; null where it has none that can be read.</summary>
    public static PartitionTable? Read(FileDescriptor disk)
    {
        byte[] mbr = new byte[MbrSize];
        if (!Fill(disk, mbr, 0) || mbr[510] != 0x55 || mbr[511] != 0xAA) return null;
        var table = new PartitionTable();
        bool isProtective = false;
        for (int i = 0; i < TableEntries; i++) isProtective |= mbr[TableAt + (i * TableEntry) + TypeAt] == Protective;
        if (isProtective) return table.ReadGpt(disk, 512) || table.ReadGpt(disk, 4096) ? table : null;
        table._signature = BinaryPrimitives.ReadUInt32LittleEndian(mbr.AsSpan(SignatureAt));
        return table;
    }

    /// <summary>The partition with a PARTUUID: a GUID, or "ssssssss-pp" of an MBR; null without one.</summary>
    public int? NumberOf(ReadOnlySpan<char> uuid)
    {
        if (_signature is { } signature)
        {
            return uuid.Length == 11 && uuid[8] == '-' && TryHex(uuid[..8], out uint wanted) && TryHex(uuid[9..], out uint number) && wanted == signature && number > 0
                ? (int)number
                : null;
        }

        Span<byte> id = stackalloc byte[IdSize];
        if (!TryGuid(uuid, id)) return null;
        foreach (PartitionEntry entry in _entries)
            if (id.SequenceEqual(entry.Id)) return entry.Number;
        return null;
    }

    /// <summary>The partition with a PARTLABEL; null without one.</summary>
    public int? NumberOfLabel(string label)
    {
        foreach (PartitionEntry entry in _entries)
            if (entry.Label.Length > 0 && entry.Label == label) return entry.Number;
        return null;
    }

    private bool ReadGpt(FileDescriptor disk, int sector)
    {
        byte[] header = new byte[MbrSize];
        if (!Fill(disk, header, sector) || !header.AsSpan().StartsWith("EFI PART"u8)) return false;
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(EntriesAt));
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CountAt)), size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(EntrySizeAt));
        if (start > (ulong)long.MaxValue / 8192 || size is < LeastEntry or > MostEntry) return false;
        byte[] entry = new byte[LeastEntry];
        for (int i = 0; i < Math.Min(count, MostEntries); i++)
        {
            if (!Fill(disk, entry, ((long)start * sector) + (i * (long)size))) break;
            if (!entry.AsSpan(0, IdAt).ContainsAnyExcept((byte)0)) continue;
            _entries.Add(new PartitionEntry(i + 1, entry[IdAt..(IdAt + IdSize)], Label(entry.AsSpan(LabelAt, LabelSize))));
        }

        return true;
    }

    // The low byte of each character, "!" for what can't be printed (block/partitions/efi.c, utf16_le_to_7bit).
    private static string Label(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[LabelSize / 2];
        int length = 0;
        for (; length < text.Length && name[2 * length] != 0; length++)
            text[length] = name[2 * length] is >= 0x20 and < 0x7F ? (char)name[2 * length] : '!';
        return text[..length].ToString();
    }

    private static bool TryGuid(ReadOnlySpan<char> text, Span<byte> id)
    {
        if (text.Length != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
        int at = 0;
        foreach (byte place in s_order)
        {
            if (text[at] == '-') at++;
            if (!TryHex(text.Slice(at, 2), out uint value)) return false;
            id[place] = (byte)value;
            at += 2;
        }

        return true;
    }

    private static bool TryHex(ReadOnlySpan<char> text, out uint value) => uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static bool Fill(FileDescriptor disk, Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int count = disk.Read(buffer, offset, out _);
            if (count <= 0) return false;
            buffer = buffer[count..];
            offset += count;
        }

        return true;
    }
}
