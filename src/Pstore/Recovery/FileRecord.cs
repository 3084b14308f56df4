using Pstore.Compression;
using Pstore.Ecc;
using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Recovery;

/// <summary>Turns a file of pstorefs into a record: the ECC notice becomes a field, and what the kernel could not unpack is unpacked.</summary>
public static class FileRecord
{
    /// <summary>Reads one file. Null when its name is none that this library knows.</summary>
    /// <param name="fileName">Name without folder.</param>
    /// <param name="content">All of its bytes.</param>
    /// <param name="time">Its modification time: for a dump the time in its header.</param>
    public static RecoveredRecord? Read(string fileName, ReadOnlyMemory<byte> content, RecordTime? time)
    {
        if (!PstoreFileName.TryParse(fileName, out PstoreFileName name)) return null;
        ReadOnlyMemory<byte> body = content[..EccNotice.Find(content.Span, out EccStatistics ecc)];
        (ReadOnlyMemory<byte> text, PackingInfo packing) = name.IsPacked ? Unpack(body) : (body, PackingInfo.Plain(body.Length));
        return new RecoveredRecord
        {
            Kind = name.Kind,
            Id = name.Id,
            Backend = name.Backend,
            Origin = RecordOrigin.Live,
            Content = text,
            Raw = body,
            Offset = 0,
            ZoneName = fileName,
            Time = name.Kind == ZoneKind.Dmesg ? time : null,
            Packing = packing,
            Ecc = ecc,
            Places = RecordPlaces.FileSystem,
        };
    }

    private static (ReadOnlyMemory<byte> Text, PackingInfo Packing) Unpack(ReadOnlyMemory<byte> body)
    {
        Unpacker.Unpacked unpacked = Unpacker.Unpack(body.Span, new UnpackBudget().LimitFor(body.Length));
        if (unpacked.Text == null) return (body, new PackingInfo(CompressionKind.None, body.Length, DecodeStatus.Corrupt, 0));
        bool whole = unpacked.Result.Status == DecodeStatus.Complete;
        return (unpacked.Text, new PackingInfo(unpacked.Kind, body.Length, unpacked.Result.Status, whole ? null : unpacked.Result.Consumed));
    }
}
