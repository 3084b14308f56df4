using System.Buffers.Binary;
using Pstore.Kernel;
using Pstore.Ram;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Xunit;

namespace Pstore.Tests.Ram;

/// <summary>Regions of kernels that mapped unaligned zones at the wrong place.</summary>
public sealed class ZoneShiftTests
{
    [Theory]
    [InlineData("4.14.5", true, true)]
    [InlineData("4.14.5", false, true)]
    [InlineData("4.19.13", true, false)]
    [InlineData("4.19.13", false, true)]
    public void Headers_tell_where_the_zones_are(string version, bool shifted, bool found)
    {
        Assert.True(KernelVersion.TryParse(version, out KernelVersion kernel));
        var parameters = new RamoopsParameters(0xF000, 0x2000, 0x1000, 0, 0x1000);
        byte[] region = new byte[0x11000];
        foreach (Zone zone in RamoopsLayout.Compute(parameters, kernel).Layout!.Zones)
        {
            int offset = zone.Offset + (shifted ? zone.Offset & 0xFFF : 0);
            byte[] text = System.Text.Encoding.ASCII.GetBytes($"{(zone.Kind == ZoneKind.Dmesg ? "====1700000000.000001-D\n" : "")}text of {zone.Name}\n");
            BinaryPrimitives.WriteUInt32LittleEndian(region.AsSpan(offset), ZoneHeader.BaseSignature);
            BinaryPrimitives.WriteInt32LittleEndian(region.AsSpan(offset + 4), text.Length);
            BinaryPrimitives.WriteInt32LittleEndian(region.AsSpan(offset + 8), text.Length);
            text.CopyTo(region, offset + 12);
        }

        KernelViewResult view = KernelView.Read(region, parameters, new KernelViewOptions(kernel, kernel));
        Assert.Equal(found, view.Files.Any(file => file.Name == "console-ramoops-0"));

        var known = new KnownParameters(0xF000, 0x2000, 0x1000, 0, 0x1000, 0, 0, 1, kernel);
        RecoveredRegion recovered = RegionRecovery.Recover(region, new RecoveryOptions(known));
        Assert.Equal(found, recovered.Records.Any(record => record.Name == "dmesg-ramoops-3"));
    }
}
