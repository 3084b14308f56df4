using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pstore.Blk;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Records;
using Pstore.Symbols;
using Xunit;

namespace Pstore.Tests.Blk;

/// <summary>What this library says a kernel shows of a block store must be what real kernels, and the kernel's own code, did show.</summary>
public sealed class BlkKernelViewTests
{
    private static readonly ZoneKind[] s_order = [ZoneKind.Dmesg, ZoneKind.Ftrace, ZoneKind.Pmsg, ZoneKind.Console];

    public static TheoryData<string> Cases => [.. BlkCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shows_what_the_kernel_showed(string name)
    {
        BlkCase store = BlkCase.Read(name);
        KernelViewResult view = BlkKernelView.Read(store.Store, store.Parameters, store.Options);

        Assert.Null(view.Error);
        Assert.Equal(store.Shown.Keys.Order(), view.Files.Select(file => file.Name).Order());
        Assert.Equal(view.Files.Select(file => file.Kind).OrderBy(kind => Array.IndexOf(s_order, kind)), view.Files.Select(file => file.Kind));
        foreach (PstoreFile file in view.Files) Assert.Equal(store.Shown[file.Name], AsShown(store, file.Kind, file.Content, file.Trace));
        AssertTimes(store.Entry, view);
        AssertZones(store.Entry, view);
    }

    /// <summary>A trace is text in the files of a real kernel, and entries in those of its code run alone.</summary>
    internal static byte[] AsShown(BlkCase store, ZoneKind kind, ReadOnlyMemory<byte> content, FtraceFormat? trace)
    {
        if (kind != ZoneKind.Ftrace || !store.Entry.TryGetProperty("symbols", out JsonElement symbols)) return content.ToArray();
        var text = new ArrayBufferWriter<byte>();
        SymbolTable table = SymbolTable.Parse(Fixtures.Gunzip(symbols.GetString()!));
        FtraceText.Write(content.Span, content.Length, new FtraceTextOptions(trace!.Value, store.Kernel, table), text);
        return text.WrittenSpan.ToArray();
    }

    private static void AssertTimes(JsonElement entry, KernelViewResult view)
    {
        if (!entry.TryGetProperty("records", out JsonElement records)) return;
        foreach (JsonElement record in records.EnumerateArray())
        {
            PstoreFile file = view.Files.Single(file => file.Name == record.GetProperty("file").GetString());
            string[] time = record.GetProperty("meta")[0].GetString()!["time=".Length..].Split('.');
            RecordTime wanted = RecordTime.Carry(long.Parse(time[0], CultureInfo.InvariantCulture), ulong.Parse(time[1], CultureInfo.InvariantCulture));
            Assert.Equal(wanted, file.Time ?? default);
        }
    }

    /// <summary>"zone ftrace 1 off=0x3000 data=4084".</summary>
    private static void AssertZones(JsonElement entry, KernelViewResult view)
    {
        if (!entry.TryGetProperty("zones", out JsonElement zones)) return;
        Assert.Equal(
            zones.EnumerateArray().Select(zone => zone.GetString()),
            view.Layout!.Zones.Select(zone => $"zone {zone.Kind.Name()}{(zone.Kind is ZoneKind.Dmesg or ZoneKind.Ftrace ? $" {zone.Index}" : "")} off=0x{zone.Offset:x} data={zone.DataSize}"));
    }
}
