using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// Device memory answers each unaligned load with a bus error, and this emulator does so too (a C program's memcpy dies
/// of it in <see cref="PlacementTests"/>). The agent reads at every address and in every length.
/// </summary>
public sealed class AlignmentTests
{
    private const int Size = 0x80000, Shift = 0x101;

    [Fact]
    public void Any_address_and_length_can_be_read()
    {
        using var board = new Board();
        var crash = new Boot
        {
            Tree = [$"size={Size}", "record=0x4000", "console=0x2000", "pmsg=0x800", "ftrace=0x1000"],
            Script = $"uname -r >/out/release; {Scenarios.Oops}; echo last words >/dev/pmsg0; crash",
        };
        string release = board.Start(crash).Text("release").Trim();
        byte[] region = board.ReadRegion()[..Size];
        board.WriteRegion(0, new byte[Board.RegionSize]);
        board.WriteRegion(Shift, region);
        byte[] memory = board.ReadRegion();

        (int Offset, int Size)[] ranges = [(1, 1), (2, 7), (3, 0x1001), (7, 0x83bd), (0xffe, 3), (0x83ba, 0x83ba), (0x1004, 12), (0x10001, 0x10003)];
        BootResult boot = board.Start(new Boot
        {
            CommandLine = Boot.NoDriver,
            Script = $$"""
                pstore-agent extract /out/records --mem-address 0x{{Board.RegionAddress + Shift:x}} --mem-size {{Size}} --record-size 0x4000 \
                    --console-size 0x2000 --pmsg-size 0x800 --ftrace-size 0x1000 --ecc 0 --flags 0
                for range in {{string.Join(' ', ranges.Select(range => $"{range.Offset}:{range.Size}"))}}; do
                    pstore-agent dump /out/$range --mem-address $((0x{{Board.RegionAddress:x}} + ${range%:*})) --mem-size ${range#*:}
                done
                """,
        });

        foreach ((int offset, int size) in ranges) Assert.Equal(memory[offset..(offset + size)], boot.File($"{offset}:{size}"));
        SortedDictionary<string, byte[]> expected = Readback.AsKernel(region, crash, release);
        SortedDictionary<string, byte[]> extracted = Readback.Extracted(boot, "records");
        Assert.Equal(["console-ramoops-0", "dmesg-ramoops-0", "dmesg-ramoops-1", "pmsg-ramoops-0"], expected.Keys);
        Assert.Equal(expected.Keys, extracted.Keys);
        foreach (string record in expected.Keys) Assert.Equal(expected[record], extracted[record]);
    }
}
