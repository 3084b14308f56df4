using System.Text.Json;
using Pstore.Blk;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Records;
using Pstore.Recovery;
using Xunit;

namespace Pstore.Tests.Blk;

/// <summary>The fuller view of stores that real kernels, or the kernel's own code, wrote.</summary>
public sealed class BlkRecoveryTests
{
    public static TheoryData<string> Cases => [.. BlkCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_what_the_kernel_showed(string name)
    {
        BlkCase store = BlkCase.Read(name);
        RecoveredRegion region = BlkRecovery.Recover(store.Store, new BlkRecoveryOptions(store.AllKnown));
        AssertShown(store, region);
        Assert.All(region.Certainties.Values, certainty => Assert.Equal(Certainty.Given, certainty));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_the_sizes_from_the_bytes_alone(string name)
    {
        BlkCase store = BlkCase.Read(name);
        RecoveredRegion region = BlkRecovery.Recover(store.Store, BlkRecoveryOptions.Nothing);
        AssertShown(store, region);
        BlkParameters p = Assert.IsType<BlkLayout>(region.Layout).Parameters;
        foreach ((string size, long found, long wanted) in (ReadOnlySpan<(string, long, long)>)
        [
            ("kmsg_size", p.KmsgSize, store.Parameters.KmsgSize), ("pmsg_size", p.PmsgSize, store.Parameters.PmsgSize),
            ("console_size", p.ConsoleSize, store.Parameters.ConsoleSize), ("ftrace_size", p.FtraceSize, store.Parameters.FtraceSize),
            ("cpus", p.Cpus, store.Parameters.Cpus),
        ])
        {
            if (region.Certainties[size] == Certainty.Found) Assert.Equal((size, wanted), (size, found));
        }
    }

    [Fact]
    public void Sizes_are_certain_where_every_zone_tells()
    {
        foreach (string name in BlkCase.Names)
        {
            BlkCase store = BlkCase.Read(name);
            if (store.Shown.Count < 7) continue;
            RecoveredRegion region = BlkRecovery.Recover(store.Store, BlkRecoveryOptions.Nothing);
            Assert.Equal(store.Parameters, Assert.IsType<BlkLayout>(region.Layout).Parameters);
            Assert.All(region.Certainties.Values, certainty => Assert.Equal(Certainty.Found, certainty));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_record_is_once_in_a_merge_with_the_mounted_file_system(string name)
    {
        BlkCase store = BlkCase.Read(name);
        RecoveredRegion region = BlkRecovery.Recover(store.Store, new BlkRecoveryOptions(store.AllKnown));
        var files = new List<RecoveredRecord>();
        foreach (PstoreFile file in BlkKernelView.Read(store.Store, store.Parameters, store.Options).Files)
        {
            RecoveredRecord record = FileRecord.Read(file.Name, file.Content, file.Time)!;
            files.Add(record with { Trace = file.Trace });
        }

        List<RecoveredRecord> merged = RecordMerge.Merge([.. region.Records.Where(record => record.Trace == null)], [.. files.Where(file => file.Trace == null)], driverBound: false);
        Assert.Equal(files.Where(file => file.Trace == null).Select(file => file.Name).Order(), merged.Where(record => record.IsShownByKernel).Select(record => record.Name).Order());
        Assert.All(merged.Where(record => record.IsShownByKernel), record => Assert.Equal(RecordPlaces.Region | RecordPlaces.FileSystem, record.Places));
    }

    [Fact]
    public void The_kernel_is_found_in_what_it_logged()
    {
        foreach (string name in Fixtures.BlkCaptureNames)
        {
            BlkCase store = BlkCase.Read(name);
            RecoveredRegion region = BlkRecovery.Recover(store.Store, BlkRecoveryOptions.Nothing);
            Assert.Equal(store.Kernel, region.Kernel.Version);
            Assert.Equal(Certainty.Found, region.Kernel.Certainty);
            Assert.All(region.Records, record => Assert.Equal("pstore_blk", record.Backend));
        }
    }

    private static void AssertShown(BlkCase store, RecoveredRegion region)
    {
        RecoveredRecord[] shown = [.. region.Records.Where(record => record.IsShownByKernel)];
        Assert.Equal(store.Shown.Keys.Order(), shown.Select(record => record.Name).Order());
        foreach (RecoveredRecord record in shown)
            Assert.Equal(store.Shown[record.Name], BlkKernelViewTests.AsShown(store, record.Kind, record.Content, record.Trace));
        if (!store.Entry.TryGetProperty("records", out JsonElement records)) return;
        foreach (JsonElement entry in records.EnumerateArray())
        {
            RecoveredRecord record = shown.Single(record => record.Name == entry.GetProperty("file").GetString());
            if (record.Kind != ZoneKind.Dmesg) continue;
            Assert.Equal($"count={record.Count!.Times}", entry.GetProperty("meta")[2].GetString());
            Assert.Equal($"reason={(record.Count.Reason == "Panic" ? 1 : 2)}", entry.GetProperty("meta")[1].GetString());
            RecordTime time = record.Time!.Value;
            Assert.Equal($"time={time.Seconds}.{time.Nanoseconds:D9}", entry.GetProperty("meta")[0].GetString());
        }
    }
}
