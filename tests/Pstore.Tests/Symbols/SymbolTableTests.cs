using System.Text;
using Pstore.Symbols;
using Xunit;

namespace Pstore.Tests.Symbols;

public sealed class SymbolTableTests
{
    [Theory]
    [InlineData("W weak_one", "t strong", "strong")]
    [InlineData("T __start_table", "T table", "table")]
    [InlineData("T __table_end", "T next_thing", "next_thing")]
    [InlineData("T __two", "T _one", "_one")]
    [InlineData("T first", "T second", "first")]
    [InlineData("t $x", "t real", "real")]
    [InlineData("t .Llabel", "t real", "real")]
    [InlineData("U missing", "t real", "real")]
    public void Among_aliases_the_one_that_kallsyms_prefers(string one, string other, string wanted)
    {
        string map = $"ffff000008080000 T _stext\nffff000008080100 {one}\nffff000008080100 {other}\nffff000008080200 T after\nffff000008090000 B _end\n";
        Assert.True(SymbolTable.Parse(Encoding.ASCII.GetBytes(map)).TryFind(0xffff000008080104, out SymbolMatch symbol));
        Assert.Equal(wanted, Encoding.ASCII.GetString(symbol.Name));
        Assert.Equal((4ul, 0x100ul), (symbol.Offset, symbol.Size));
    }

    [Theory]
    [InlineData(0xffff00000807fffful)]
    [InlineData(0xffff000008090000ul)]
    [InlineData(0ul)]
    [InlineData(ulong.MaxValue)]
    public void Nothing_outside_the_kernel(ulong address)
    {
        SymbolTable table = SymbolTable.Parse("0000000000000000 A absolute\nffff000008080000 T _stext\nffff000008090000 B _end\nffffffffffffff00 T beyond\n"u8.ToArray());
        Assert.False(table.TryFind(address, out _));
    }

    [Fact]
    public void Modules_are_named()
    {
        SymbolTable table = SymbolTable.Parse("ffff000008080000 T _stext\nffff000008090000 B _end\nffff800000010000 t probe\t[ext4]\nffff800000010080 t remove\t[ext4]\n"u8.ToArray());
        Assert.True(table.TryFind(0xffff800000010010, out SymbolMatch symbol));
        Assert.Equal("probe", Encoding.ASCII.GetString(symbol.Name));
        Assert.Equal("[ext4]", Encoding.ASCII.GetString(symbol.Module).Trim());
    }

    [Fact]
    public void Bad_lines_are_counted_and_left_out()
    {
        SymbolTable table = SymbolTable.Parse("\nnonsense\nffff T\nzz T x\n12345678901234567 T x\nffff000008080000 T good\r\n"u8.ToArray());
        Assert.Equal((1, 5), (table.Count, table.SkippedLines));
    }
}
