using System.Buffers;
using System.Text;
using PstoreAgent.Output;
using Xunit;

namespace PstoreAgent.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text\n\twith tabs", "plain text\n\twith tabs")]
    [InlineData("\u001b[31mred\u001b[0m", "^[[31mred^[[0m")]
    [InlineData("a\rb\0c\u007f", "a^Mb^@c^?")]
    [InlineData("gr\u00fc\u00dfe \u4f60\u597d", "gr\u00fc\u00dfe \u4f60\u597d")]
    [InlineData("evil\u202etxt.exe", "evil\\u{202e}txt.exe")]
    [InlineData("c1\u009b31m", "c1\\u{9b}31m")]
    [InlineData("a\u200bb\ufeff", "a\\u{200b}b\\u{feff}")]
    public void Controls_become_visible(string text, string wanted) => Assert.Equal(wanted, Show(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_no_utf8_become_hexadecimal() => Assert.Equal("a\\x80\\xff\\xc3b", Show([(byte)'a', 0x80, 0xFF, 0xC3, (byte)'b']));

    [Fact]
    public void Nothing_harmful_comes_through_whatever_the_bytes()
    {
        var random = new Random(7);
        byte[] bytes = new byte[4096];
        for (int round = 0; round < 50; round++)
        {
            random.NextBytes(bytes);
            string shown = Show(bytes);
            Assert.DoesNotContain(shown, character => char.IsControl(character) && character is not ('\n' or '\t'));
            Assert.DoesNotContain('\uFFFD', shown.Replace("\ufffd", bytes.AsSpan().IndexOf("\ufffd"u8) >= 0 ? "" : "\ufffd", StringComparison.Ordinal));
        }
    }

    private static string Show(byte[] bytes)
    {
        var output = new ArrayBufferWriter<byte>();
        TerminalText.Write(bytes, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
