using System.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Sources;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Sources;

/// <summary>The file beside an image may be anything: it never keeps the image from being read.</summary>
public sealed class DumpNoteTests : IDisposable
{
    private const string Good = """
        {"schema": "pstore-agent-dump/1", "agent": "0.1.0", "source": "/dev/mem at 0x880000000", "address": 36507222016, "size": 1048576,
         "driver_bound": true, "boot_id": "1111", "running_kernel": "6.1.192", "origin": "/proc/device-tree/x",
         "parameters": {"record_size": 32768, "console_size": 32768, "ftrace_size": 16384, "pmsg_size": 4096, "ecc": 0, "flags": 1, "cpus": 2}, "unstable": []}
        """;

    private readonly TemporaryDirectory _home = new();
    private readonly string _image;

    public DumpNoteTests() => _image = _home.Write("region.bin", LiveMachine.Region("06-ftrace-percpu"));

    public void Dispose() => _home.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        DumpNote note = Beside(Good)!;
        Assert.Equal((36507222016UL, true, "1111", "/proc/device-tree/x"), (note.Address, note.DriverBound, note.BootId, note.Expected!.Origin));
        Assert.Equal((32768L, 32768L, 16384L, 4096L), (note.Expected.Parameters.RecordSize, note.Expected.Parameters.ConsoleSize, note.Expected.Parameters.FtraceSize, note.Expected.Parameters.PmsgSize));
        Assert.Equal((0, 1u, 2, "6.1.192"), (note.Expected.Parameters.EccSize, note.Expected.Parameters.Flags, note.Expected.Parameters.Cpus, note.Expected.Parameters.Running.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"schema": "pstore-agent/1"}""")]
    [InlineData("""{"schema": 1}""")]
    [InlineData("""{"schema": "\ud800"}""")]
    [InlineData("""{"\udc00": "pstore-agent-dump/1"}""")]
    public void Something_else_is_no_note(string text) => Assert.Null(Beside(text));

    [Theory]
    [InlineData("\"record_size\": 32768", "\"record_size\": -1")]
    [InlineData("\"record_size\": 32768", "\"record_size\": 1e400")]
    [InlineData("\"record_size\": 32768", "\"record_size\": \"32768\"")]
    [InlineData("\"record_size\": 32768", "\"record_size\": 2147483648")]
    [InlineData("\"record_size\": 32768", "\"record_size\": 32768.5")]
    public void A_number_that_can_not_be_is_not_told(string good, string bad)
    {
        DumpNote note = Beside(Good.Replace(good, bad, StringComparison.Ordinal))!;
        Assert.Null(note.Expected!.Parameters.RecordSize);
        Assert.Equal(32768, note.Expected.Parameters.ConsoleSize);
    }

    [Theory]
    [InlineData("\"cpus\": 2", "\"cpus\": 0")]
    [InlineData("\"cpus\": 2", "\"cpus\": 65536")]
    [InlineData("\"record_size\": 32768", "\"record_size\": 0")]
    [InlineData("\"record_size\": 32768", "\"record_size\": 1")]
    [InlineData("\"ecc\": 0", "\"ecc\": 127")]
    [InlineData("\"console_size\": 32768", "\"console_size\": 2147483647")]
    [InlineData("\"boot_id\": \"1111\"", "\"boot_id\": \"\\ud800\"")]
    [InlineData("\"origin\": \"/proc/device-tree/x\"", "\"origin\": \"\\ud800\"")]
    [InlineData("\"parameters\": {", "\"parameters\": {\"\\ud800\": 1, ")]
    public void Odd_values_do_not_keep_the_records_away(string good, string bad)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        Beside(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal(4, Read());
        File.WriteAllBytes(_image, new byte[65536]);
        Assert.Equal(0, Read());
    }

    [Fact]
    public void No_damage_to_it_ends_the_reading()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good);
        byte[][] pieces = ["\\ud800"u8.ToArray(), "99999999999999999999"u8.ToArray(), "{"u8.ToArray(), "["u8.ToArray(), "null"u8.ToArray(), "\""u8.ToArray(), [0xFF], [0]];
        for (int seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            List<byte> text = [.. good];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(text.Count);
                switch (random.Next(5))
                {
                    case 0: text[at] = (byte)random.Next(256); break;
                    case 1: text.RemoveRange(at, Math.Min(random.Next(1, 40), text.Count - at)); break;
                    case 2: text.InsertRange(at, pieces[random.Next(pieces.Length)]); break;
                    case 3: text[at] ^= (byte)(1 << random.Next(8)); break;
                    default: ReplaceNumber(text, random); break;
                }

                if (text.Count == 0) text.Add((byte)'{');
            }

            File.WriteAllBytes(_image + ".json", [.. text]);
            int records = Read();

            // A number of CPUs that divides the trace's zones as well may hide the trace, and nothing else.
            Assert.True(records >= 3, $"seed {seed}: {records} records with {Encoding.UTF8.GetString([.. text])}");
        }
    }

    [Fact]
    public void A_note_longer_than_any_or_no_file_at_all_is_none()
    {
        Assert.Null(Beside(new string(' ', 70_000) + Good));
        File.Delete(_image + ".json");
        Directory.CreateDirectory(_image + ".json");
        Assert.Null(DumpNote.Beside(_image));
        Assert.Equal(4, Read());
    }

    private static void ReplaceNumber(List<byte> text, Random random)
    {
        int[] digits = [.. Enumerable.Range(0, text.Count).Where(i => text[i] is >= (byte)'0' and <= (byte)'9')];
        if (digits.Length == 0) return;
        int from = digits[random.Next(digits.Length)], to = from;
        while (to < text.Count && text[to] is >= (byte)'0' and <= (byte)'9') to++;
        long number = random.Next(3) == 0 ? random.NextInt64() : 1L << random.Next(40);
        text.RemoveRange(from, to - from);
        text.InsertRange(from, Encoding.ASCII.GetBytes($"{number}"));
    }

    private int Read() => RecordInput.Read(new CommonOptions { Image = _image }).Region.Records.Count(record => record.IsShownByKernel || record.IsCurrentContent);

    private DumpNote? Beside(string text)
    {
        File.WriteAllText(_image + ".json", text);
        return DumpNote.Beside(_image);
    }
}
