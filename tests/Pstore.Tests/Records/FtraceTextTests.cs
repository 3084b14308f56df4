using System.Buffers;
using System.Text;
using Pstore.Records;
using Pstore.Symbols;
using Xunit;

namespace Pstore.Tests.Records;

/// <summary>One call, as each kind of machine writes it.</summary>
public sealed class FtraceTextTests
{
    private static readonly KernelVersion s_new = new(6, 1, 192), s_old = new(4, 9, 45);

    [Theory]
    [InlineData(false, 8, "001008 81ffffffff 00200881ffffffff 0205000000000000", "CPU:2 ts:5 ffffffff81081000  ffffffff81082000  0xffffffff81081000 <- 0xffffffff81082000\n")]
    [InlineData(true, 8, "ffffffff81081000 ffffffff81082000 0000000000000502", "CPU:2 ts:5 ffffffff81081000  ffffffff81082000  0xffffffff81081000 <- 0xffffffff81082000\n")]
    [InlineData(false, 4, "008000c0 009000c0 0205000000000000", "CPU:2 ts:5 c0008000  c0009000  0xc0008000 <- 0xc0009000\n")]
    [InlineData(true, 4, "c0008000 c0009000 0000000000000502", "CPU:2 ts:5 c0008000  c0009000  0xc0008000 <- 0xc0009000\n")]
    public void Entries_with_a_counter(bool big, int word, string hex, string line) =>
        Assert.Equal(line, Print(hex, FtraceFormat.For(new WriterFormat(big, word), s_new), s_new));

    [Theory]
    [InlineData(false, 8, "00100881ffffffff 00200881ffffffff 02000000 00000000", "2 ffffffff81081000  ffffffff81082000  0xffffffff81081000 <- 0xffffffff81082000\n")]
    [InlineData(true, 4, "c0008000 c0009000 00000002", "2 c0008000  c0009000  0xc0008000 <- 0xc0009000\n")]
    public void Entries_with_a_cpu_field(bool big, int word, string hex, string line) =>
        Assert.Equal(line, Print(hex, FtraceFormat.For(new WriterFormat(big, word), s_old), s_old));

    [Fact]
    public void The_cpu_may_be_in_the_address()
    {
        var format = new FtraceFormat(new WriterFormat(false, 4), true, CpuPlace.IpBits01);
        Assert.Equal("CPU:3 ts:7 c0008003  c0009000  0xc0008003 <- 0xc0009000\n", Print("038000c0 009000c0 0700000000000000", format, s_new));
        Assert.Equal("1 c0008001  c0009002  0xc0008001 <- 0xc0009002\n", Print("018000c0 029000c0", format with { HasCounter = false, Cpu = CpuPlace.IpBit0 }, s_old));
    }

    [Fact]
    public void Addresses_since_7_1_are_relative_to_the_kaslr_offset()
    {
        var kernel = new KernelVersion(7, 1, 3);
        FtraceFormat format = FtraceFormat.For(WriterFormat.LittleEndian64, kernel);
        // The second address is a module's: its top bit was cleared.
        string line = Print("00100881ffffffff 00200881ffffff7f 0205000000000000", format, kernel, kaslr: 0x1000000);
        Assert.Equal("CPU:2 ts:5 ffffffff82081000  ffffffff81082000  0xffffffff82081000 <- 0xffffffff81082000\n", line);
    }

    [Fact]
    public void With_ecc_old_kernels_start_at_the_wrong_byte()
    {
        byte[] entry = Convert.FromHexString("00100881ffffffff00200881ffffffff0205000000000000");
        byte[] record = [.. entry, .. "\nECC: No errors detected\n"u8];
        int total = FtraceText.AlignTotal(record.Length, 25, s_new);
        Assert.Equal(record.Length, total);
        FtraceFormat format = FtraceFormat.For(WriterFormat.LittleEndian64, s_new);

        // 49 bytes: one is skipped, so each field begins a byte late and the second entry is made of the notice.
        string[] lines = Print(record, total, format, s_new).Split('\n');
        Assert.StartsWith("CPU:5 ts:2814749767106560 ffffffff810810  2ffffffff810820  ", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.Equal(24, FtraceText.AlignTotal(record.Length, 25, new KernelVersion(7, 1, 3)));
    }

    [Fact]
    public void Names_come_with_offset_and_size()
    {
        SymbolTable symbols = SymbolTable.Parse("ffffffff81000000 T _stext\nffffffff81081000 T callee\nffffffff81081f00 t caller\nffffffff81083000 D _end\n"u8.ToArray());
        FtraceFormat format = FtraceFormat.For(WriterFormat.LittleEndian64, s_new);
        string line = Print("00100881ffffffff 00200881ffffffff 0205000000000000", format, s_new, symbols);
        Assert.EndsWith("  callee <- caller+0x100/0x1100\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Merging_takes_the_newer_zone_first_among_equals_and_drops_cut_entries()
    {
        var format = new FtraceFormat(new WriterFormat(false, 4), true, CpuPlace.Counter);
        byte[] Entry(byte ip, byte stamp) => [ip, 0, 0, 0xC0, 0, 0, 0, 0xC0, 0, stamp, 0, 0, 0, 0, 0, 0];
        byte[] first = [.. Entry(1, 1), .. Entry(2, 4)];
        byte[] second = [9, 9, 9, .. Entry(3, 1), .. Entry(4, 3)];
        byte[] merged = FtraceMerge.Merge([first, second], format);
        Assert.Equal([3, 1, 4, 2], merged.Chunk(16).Select(entry => (int)entry[0]).ToArray());
    }

    private static string Print(string hex, FtraceFormat format, KernelVersion kernel, SymbolTable? symbols = null, ulong kaslr = 0)
    {
        byte[] record = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        return Print(record, record.Length, format, kernel, symbols, kaslr);
    }

    private static string Print(byte[] record, int total, FtraceFormat format, KernelVersion kernel, SymbolTable? symbols = null, ulong kaslr = 0)
    {
        var output = new ArrayBufferWriter<byte>();
        FtraceText.Write(record, total, new FtraceTextOptions(format, kernel, symbols, kaslr), output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
