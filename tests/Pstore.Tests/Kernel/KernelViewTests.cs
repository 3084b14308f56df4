using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Records;
using Pstore.Symbols;
using Xunit;

namespace Pstore.Tests.Kernel;

/// <summary>What this library says a kernel shows must be what real kernels, and the kernel's own code, did show.</summary>
public sealed class KernelViewTests
{
    public static TheoryData<string> Captures => [.. Fixtures.CaptureNames];

    public static TheoryData<string> GoldenCases => [.. Fixtures.Golden.Keys.Where(path => path.EndsWith("/region.bin.gz", StringComparison.Ordinal)).Select(path => path[..^"/region.bin.gz".Length]).Order()];

    [Theory]
    [MemberData(nameof(Captures))]
    public void Shows_the_files_of_a_real_kernel(string name)
    {
        var capture = new Capture(name);
        KernelViewResult view = KernelView.Read(capture.Region, capture.Parameters, new KernelViewOptions(capture.Kernel, capture.Kernel));

        Assert.Equal(capture.Shown.Keys.Order(), view.Files.Select(file => file.Name).Order());
        foreach (PstoreFile file in view.Files)
        {
            if (file.Kind != ZoneKind.Ftrace) Assert.Equal(capture.Shown[file.Name], file.Content.ToArray());
            else AssertTrace(capture, file);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Shows_what_the_code_of_the_kernel_gave(string path)
    {
        string[] parts = path.Split('/');
        JsonElement entry = JsonDocument.Parse(Fixtures.Golden["manifest.json"]).RootElement.EnumerateArray()
            .Single(item => item.GetProperty("scenario").GetString() == parts[0] && item.GetProperty("kernel").GetString() == parts[1]);
        JsonElement config = entry.GetProperty("config");
        RamoopsParameters parameters = Fixtures.Parameters(config, config.GetProperty("mem").GetInt64());
        byte[] region = Fixtures.Gunzip(Fixtures.Golden[path + "/region.bin.gz"]);
        Assert.True(KernelVersion.TryParse(parts[1], out KernelVersion series));
        KernelVersion kernel = SeriesFinder.Find(region, parameters, series, bigEndian: false);

        KernelViewResult view = KernelView.Read(region, parameters, new KernelViewOptions(kernel, kernel));

        Dictionary<string, byte[]> wanted = Fixtures.Golden.Where(file => file.Key.StartsWith(path + "/pstore/", StringComparison.Ordinal))
            .ToDictionary(file => file.Key[(path.Length + "/pstore/".Length)..], file => file.Value);
        Assert.Equal(wanted.Keys.Order(), view.Files.Select(file => file.Name).Order());
        foreach (PstoreFile file in view.Files) Assert.Equal(wanted[file.Name], file.Content.ToArray());
        AssertTimes(entry, view);
    }

    /// <summary>File times in the manifest are what the kernel's code set, its mistakes of unit included.</summary>
    private static void AssertTimes(JsonElement entry, KernelViewResult view)
    {
        foreach (JsonElement record in entry.GetProperty("records").EnumerateArray())
        {
            PstoreFile? file = view.Files.FirstOrDefault(file => file.Name == record.GetProperty("file").GetString());
            if (file == null) continue;
            string[] time = record.GetProperty("time").GetString()!.Split('.');
            RecordTime wanted = RecordTime.Carry(long.Parse(time[0], CultureInfo.InvariantCulture), ulong.Parse(time[1], CultureInfo.InvariantCulture));
            Assert.Equal(wanted, file.Time ?? default);
        }
    }

    private static void AssertTrace(Capture capture, PstoreFile file)
    {
        SymbolTable? symbols = capture.SymbolFile == null ? null : SymbolTable.Parse(Fixtures.Gunzip(capture.SymbolFile));
        var text = new ArrayBufferWriter<byte>();
        var options = new FtraceTextOptions(file.Trace!.Value, capture.Kernel, symbols);
        FtraceText.Write(file.Content.Span, FtraceText.AlignTotal(file.Content.Length, file.NoticeLength, capture.Kernel), options, text);
        string shown = System.Text.Encoding.ASCII.GetString(capture.Shown[file.Name]), printed = System.Text.Encoding.ASCII.GetString(text.WrittenSpan);
        if (symbols != null) Assert.Equal(shown, printed);
        else Assert.Equal(WithoutNames(shown), WithoutNames(printed));
    }

    /// <summary>The columns before the names, where no symbols of that kernel are at hand.</summary>
    private static string[] WithoutNames(string text) =>
        text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(4))).ToArray();
}
