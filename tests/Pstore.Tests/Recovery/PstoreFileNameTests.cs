using Pstore.Ram;
using Pstore.Recovery;
using Xunit;

namespace Pstore.Tests.Recovery;

public sealed class PstoreFileNameTests
{
    [Theory]
    [InlineData("dmesg-ramoops-0", ZoneKind.Dmesg, "ramoops", 0L, false)]
    [InlineData("dmesg-ramoops-29.enc.z", ZoneKind.Dmesg, "ramoops", 29L, true)]
    [InlineData("console-ramoops-0", ZoneKind.Console, "ramoops", 0L, false)]
    [InlineData("pmsg-ramoops-0", ZoneKind.Pmsg, "ramoops", 0L, false)]
    [InlineData("ftrace-ramoops-0", ZoneKind.Ftrace, "ramoops", 0L, false)]
    [InlineData("dmesg-efi_pstore-171234567801001", ZoneKind.Dmesg, "efi_pstore", 171234567801001L, false)]
    [InlineData("dmesg-efi_pstore-171234567801001.enc.z", ZoneKind.Dmesg, "efi_pstore", 171234567801001L, true)]
    [InlineData("dmesg-pstore_blk-3", ZoneKind.Dmesg, "pstore_blk", 3L, false)]
    [InlineData("dmesg-erst-9223372036854775807", ZoneKind.Dmesg, "erst", long.MaxValue, false)]
    [InlineData("console-ramoops", ZoneKind.Console, "ramoops", 0L, false)]
    [InlineData("ftrace-ramoops", ZoneKind.Ftrace, "ramoops", 0L, false)]
    public void Names_that_kernels_give(string text, ZoneKind kind, string backend, long id, bool packed)
    {
        Assert.True(PstoreFileName.TryParse(text, out PstoreFileName name));
        Assert.Equal(new PstoreFileName(kind, backend, id, packed), name);
    }

    [Theory]
    [InlineData("mce-erst-5")]
    [InlineData("dmesg-ramoops-00")]
    [InlineData("dmesg-ramoops-1\u001b[31m")]
    [InlineData("dmesg-ramoops-1\nX")]
    [InlineData("console-ramoops-")]
    [InlineData("rtas-nvram-0")]
    [InlineData("powerpc-ofw-nvram-0")]
    [InlineData("unknown-ramoops-0")]
    [InlineData("Dmesg-ramoops-0")]
    [InlineData("dmesg")]
    [InlineData("dmesg-")]
    [InlineData("dmesg-.enc.z")]
    [InlineData("-ramoops-0")]
    [InlineData(".enc.z")]
    [InlineData("")]
    public void Other_names(string text) => Assert.False(PstoreFileName.TryParse(text, out _));
}
