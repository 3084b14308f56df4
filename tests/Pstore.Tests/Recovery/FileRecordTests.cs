using System.Text;
using Pstore.Compression;
using Pstore.Ecc;
using Pstore.Records;
using Pstore.Recovery;
using Xunit;

namespace Pstore.Tests.Recovery;

/// <summary>Files of pstorefs as records.</summary>
public sealed class FileRecordTests
{
    [Fact]
    public void The_ecc_notice_becomes_fields()
    {
        RecoveredRecord record = FileRecord.Read("pmsg-ramoops-0", "hello\n\nECC: 4 Corrected bytes, 1 unrecoverable blocks\n"u8.ToArray(), null)!;
        Assert.Equal("hello\n", Encoding.UTF8.GetString(record.Content.Span));
        Assert.Equal(new EccStatistics(4, 1), record.Ecc);
        Assert.Equal((RecordPlaces.FileSystem, RecordOrigin.Live, "pmsg-ramoops-0"), (record.Places, record.Origin, record.Name));
    }

    [Fact]
    public void The_time_is_that_of_dumps_only()
    {
        var time = new RecordTime(1700000000, 5000);
        Assert.Equal(time, FileRecord.Read("dmesg-efi_pstore-171234567801001", "text\n"u8.ToArray(), time)!.Time);
        Assert.Null(FileRecord.Read("console-ramoops-0", "text\n"u8.ToArray(), time)!.Time);
    }

    [Fact]
    public void Other_types_are_no_records() => Assert.Null(FileRecord.Read("mce-erst-1", "x"u8.ToArray(), null));

    [Fact]
    public void A_dump_that_the_kernel_left_packed_is_unpacked_as_from_memory()
    {
        var capture = new Capture("08b-ecc16-dmesg-uncorrectable");
        RecoveredRecord memory = RegionRecovery.Recover(capture.Region, RecoveryOptions.Nothing).Records[0];
        RecoveredRecord file = FileRecord.Read("dmesg-ramoops-0.enc.z", capture.Shown["dmesg-ramoops-0.enc.z"], null)!;
        Assert.True(file.Content.Length > 700, $"{file.Content.Length} bytes");
        Assert.Equal(memory.Content.ToArray(), file.Content.ToArray());
        Assert.Equal((CompressionKind.Deflate, false, memory.Ecc), (file.Packing.Kind, file.Packing.IsWhole, file.Ecc));
        Assert.Equal("dmesg-ramoops-0", file.Name);
    }

    [Fact]
    public void A_packed_dump_that_nothing_unpacks_stays_as_it_is()
    {
        byte[] noise = new byte[500];
        Array.Fill(noise, (byte)0xFF);
        RecoveredRecord file = FileRecord.Read("dmesg-ramoops-1.enc.z", noise, null)!;
        Assert.Equal(noise, file.Content.ToArray());
        Assert.Equal((1L, false), (file.Id, file.Packing.IsWhole));
    }
}
