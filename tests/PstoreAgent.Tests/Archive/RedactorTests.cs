using System.Text;
using PstoreAgent.Archive;
using PstoreAgent.Tests.Sources.Live;
using Xunit;

namespace PstoreAgent.Tests.Archive;

/// <summary>What is masked, what is left, and that no text makes it fail.</summary>
public sealed class RedactorTests
{
    [Theory]
    [InlineData("eth0: 00:11:22:aa:BB:cc, IRQ 30", "eth0: <mac-1>, IRQ 30")]
    [InlineData("mac:00:11:22:aa:bb:cc", "mac:<mac-1>")]
    [InlineData("wlan0:00:11:22:aa:bb:cc: up", "wlan0:<mac-1>: up")]
    [InlineData("fm1-mac1 00-11-22-AA-BB-CC.", "fm1-mac1 <mac-1>.")]
    [InlineData("eui 02:11:22:ff:fe:aa:bb:cc", "eui <mac-1>")]
    [InlineData("IN=eth0 MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00 SRC=10.0.0.1 DST=10.0.0.2", "IN=eth0 MAC=<mac-1>:<mac-2>:08:00 SRC=<ipv4-1> DST=<ipv4-2>")]
    [InlineData("ip=192.168.1.20::192.168.1.1:255.255.255.0", "ip=<ipv4-1>::<ipv4-2>:255.255.255.0")]
    [InlineData("nfs: server 10.1.2.3 not responding.", "nfs: server <ipv4-1> not responding.")]
    [InlineData("to 10.1.2.3.", "to <ipv4-1>.")]
    [InlineData("10.1.2.3/24, 10.1.2.3:80", "<ipv4-1>/24, <ipv4-1>:80")]
    [InlineData("addr fe80::1%eth0 up", "addr <ipv6-1>%eth0 up")]
    [InlineData("[2001:db8::8a2e:370:7334]:443", "[<ipv6-1>]:443")]
    [InlineData("inet6 addr:2001:DB8:0:0:8:800:200C:417A/64", "inet6 addr:<ipv6-1>/64")]
    [InlineData("route 2001:db8::/32", "route <ipv6-1>/32")]
    [InlineData("::ffff:10.1.2.3 and 64:ff9b::10.1.2.3", "<ipv6-1> and <ipv6-2>")]
    [InlineData("fe80::1: link becomes ready", "<ipv6-1>: link becomes ready")]
    [InlineData("androidboot.serialno=0123456789ABCDEF quiet", "androidboot.serialno=<serial-1> quiet")]
    [InlineData("usb 1-1: SerialNumber: 4C530001", "usb 1-1: SerialNumber: <serial-1>")]
    [InlineData("Serial\t\t: 10000000abcdef01", "Serial\t\t: <serial-1>")]
    [InlineData("serial-number = \"A1B2C3\";", "serial-number = \"<serial-1>\";")]
    [InlineData("{\"serial\":\"77-1234\",", "{\"serial\":\"<serial-1>\",")]
    [InlineData("S/N 1234567, IMEI: 356938035643809.", "S/N <serial-1>, IMEI: <serial-2>.")]
    [InlineData("Serial No. AB1234", "Serial No. <serial-1>")]
    [InlineData("serial number WD-WCC4N, serial no AB12, serial# AB13", "serial number <serial-1>, serial no <serial-2>, serial# <serial-3>")]
    [InlineData("Serial ABCDEF12", "Serial <serial-1>")]
    [InlineData("SN WD-WCC4N, SN=AAA111, sn:AAA111, S/N AB1X", "SN <serial-1>, SN=<serial-2>, sn:<serial-2>, S/N <serial-3>")]
    [InlineData("serial=\"ABC DEF12\" quiet", "serial=\"<serial-1>\" quiet")]
    [InlineData("product serial 'AB12'", "product serial '<serial-1>'")]
    [InlineData("ethaddr=001122334455 mac=001122334456", "ethaddr=<mac-1> mac=<mac-2>")]
    [InlineData("androidboot.wifimacaddr=001122AABBCC mac: 00:11:22:aa:bb:cc", "androidboot.wifimacaddr=<mac-1> mac: <mac-1>")]
    [InlineData("\"mac\": \"001122aabbcc\"", "\"mac\": \"<mac-1>\"")]
    [InlineData("fec.macaddr=0x00,0x11,0x22,0xaa,0xBB,0xc quiet", "fec.macaddr=<mac-1> quiet")]
    [InlineData("port 0011.22aa.bbcc up", "port <mac-1> up")]
    [InlineData("ip192.168.1.77 192.168.1.77_a if_192.168.1.78", "ip<ipv4-1> <ipv4-1>_a if_<ipv4-2>")]
    public void What_names_a_device_is_masked(string text, string masked) => Assert.Equal(masked, Redact(text));

    [Theory]
    [InlineData("at 12:34:56 and 2026-11-26T01:38:09Z")]
    [InlineData("pci 0000:00:1f.2: [8086:2922] type 00")]
    [InlineData("sha1 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33")]
    [InlineData("cut 11:22:33:44:55 and 00:11:22:33:44:5g and 0:11:22:33:44:55")]
    [InlineData("no device: 00:00:00:00:00:00 ff:ff:ff:ff:ff:ff FF-FF-FF-FF-FF-FF")]
    [InlineData("uuid 123e4567-e89b-12d3-a456-426614174000 and 20-11-26-11-22")]
    [InlineData("0.0.0.0 127.0.0.1 255.255.255.0 255.255.255.255")]
    [InlineData("v1.2.3.4 1.2.3.4.5 1.2.3 1.2.3.256 1.2.3.4rc1 1..2.3.4")]
    [InlineData("ver1.2.3.4 Version1.2.3.4 fw_rev1.2.3.4 a1.2.3.4")]
    [InlineData("addr=7ffd12345678 address: 0123456789ab hash=001122334455 mac=00112233445566 ethaddr=000000000000")]
    [InlineData("serial port RS485 and serial number is missing; sn: off")]
    [InlineData("0011.2233.4455.6677 1.0011.2233.4455 0000.0000.0000 0x0011.2233.44556")]
    [InlineData("Linux version 6.1.192 (gcc 12.2.0) [    0.000000]")]
    [InlineData("std::string abc::def core::fmt::rt1 input3::capslock x::1 :: ::1 a::")]
    [InlineData("1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1::2::3 12345::1 :::1 1:::2")]
    [InlineData("Serial: AMBA PL011 UART driver")]
    [InlineData("Serial: 8250/16550 driver, 4 ports, IRQ sharing disabled")]
    [InlineData("fe201000.serial: ttyAMA1 at MMIO 0xfe201000 (irq = 36, base_baud = 0) is a PL011 rev2")]
    [InlineData("usb 1-1: New USB device strings: Mfr=3, Product=2, SerialNumber=1")]
    [InlineData("serial serial0: tty port ttyAMA0 registered; serialized 123456 serial8250: ttyS0")]
    [InlineData("SerialNumber: 0000:00:14.0")]
    [InlineData("<mac-1> <ipv4-2> <ipv6-3> serial=<serial-4>")]
    public void The_rest_stays(string text) => Assert.Equal(text, Redact(text));

    [Fact]
    public void One_value_has_one_number_in_all_texts_of_a_redactor()
    {
        var redactor = new Redactor();
        Assert.Equal("<mac-1> <mac-2> <mac-1>", Text(redactor.Redact("00:11:22:aa:bb:cc 00:11:22:aa:bb:cd 00-11-22-AA-BB-CC"u8)));
        Assert.Equal("<mac-2> <ipv6-1> <ipv6-1>", Text(redactor.Redact("00:11:22:AA:BB:CD 2001:db8::1 2001:0DB8:0:0:0:0:0:1"u8)));
        Assert.Equal((4, 0, 2, 0), (redactor.Masked(RedactionKind.Mac), redactor.Masked(RedactionKind.Ipv4), redactor.Masked(RedactionKind.Ipv6), redactor.Masked(RedactionKind.Serial)));
        Assert.Equal("<mac-1>", Text(new Redactor().Redact("00:11:22:AA:BB:CD"u8)));
    }

    [Fact]
    public void Real_kernel_logs_have_nothing_to_mask_and_keep_every_byte()
    {
        foreach (string capture in Agent.Captures)
        {
            foreach (string file in Directory.GetFiles(Path.Combine(capture, "pstore")))
            {
                byte[] bytes = File.ReadAllBytes(file);
                Assert.Equal(bytes, new Redactor().Redact(bytes));
            }
        }
    }

    [Fact]
    public void What_is_masked_in_a_real_log_leaves_the_rest_as_it_was()
    {
        byte[] log = File.ReadAllBytes(LiveMachine.Shown("01-one-panic", "console-ramoops-0"));
        byte[] line = "[    9.000000] eth0: 00:11:22:aa:bb:cc fe80::211:22ff:feaa:bbcc 10.1.2.3\n"u8.ToArray();
        Assert.Equal([.. log, .. "[    9.000000] eth0: <mac-1> <ipv6-1> <ipv4-1>\n"u8, .. log], new Redactor().Redact([.. log, .. line, .. log]));
    }

    [Fact]
    public void Masked_text_stays_as_it_is_and_noise_makes_nothing_fail()
    {
        var random = new Random(6);
        byte[] alphabet = "0123456789abcdefF:::...---%==/\"' ,xsnmacaddrsserialnoSERIALNUMBERimei\n\0\u00ff"u8.ToArray();
        for (int round = 0; round < 3000; round++)
        {
            byte[] text = new byte[random.Next(200)];
            for (int i = 0; i < text.Length; i++) text[i] = alphabet[random.Next(alphabet.Length)];
            byte[] once = new Redactor().Redact(text);
            Assert.Equal(once, new Redactor().Redact(once));
        }
    }

    [Theory]
    [InlineData("aa:")]
    [InlineData("a::")]
    [InlineData("1.")]
    [InlineData("00-")]
    [InlineData("serial")]
    [InlineData("serial: ")]
    [InlineData("s/n\"")]
    [InlineData("mac=")]
    [InlineData("sn='")]
    [InlineData("0000.")]
    [InlineData("a.")]
    [InlineData("f")]
    public void Long_runs_are_left(string unit)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, (1 << 21) / unit.Length)));
        Assert.Equal(text, new Redactor().Redact(text));
    }

    [Fact]
    public void Any_number_of_values_is_masked()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"10.{i >> 8}.{i & 255}.1\n");
        string[] lines = Redact(text.ToString()).Split('\n');
        Assert.Equal("<ipv4-16384>", lines[16383]);
        Assert.All(lines[16384..^1], line => Assert.Equal("<ipv4-0>", line));
    }

    private static string Redact(string text) => Text(new Redactor().Redact(Encoding.UTF8.GetBytes(text)));

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
