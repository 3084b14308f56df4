using Kernel.Tests.Bed;
using Xunit;

namespace Kernel.Tests;

/// <summary>
/// What the kernel lets user space do with the region, by where it lies: the ground that the agent stands on.
/// Its bytes are asked for by a C program on the board, so that neither side is the agent's own.
/// </summary>
public sealed class PlacementTests
{
    private const int Ok = 0, Eperm = 1, Efault = 14, BusError = 128 + 7;
    private const int First = 0x100, Length = 0x1000;

    // place, kernel, driver bound; exit codes of read(), mmap with 64-bit loads, mmap with memcpy
    public static TheoryData<string, string, bool, int, int, int> Table => new()
    {
        { "Inside", "full", true, Eperm, Eperm, Eperm },
        { "Inside", "full", false, Eperm, Eperm, Eperm },
        { "Inside", "nostrict", true, Ok, Ok, Ok },
        { "Inside", "nostrict", false, Ok, Ok, Ok },
        { "NoMap", "full", true, Efault, Ok, BusError },
        { "NoMap", "full", false, Efault, Ok, BusError },
        { "NoMap", "nostrict", true, Efault, Ok, BusError },
        { "NoMap", "nostrict", false, Efault, Ok, BusError },
        { "Outside", "full", true, Efault, Eperm, Eperm },
        { "Outside", "full", false, Efault, Ok, BusError },
        { "Outside", "nostrict", true, Efault, Ok, BusError },
        { "Outside", "nostrict", false, Efault, Ok, BusError },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_kernel_keeps_to_the_table(string place, string kernel, bool bound, int read, int words, int memcpy)
    {
        using var board = new Board();
        byte[] pattern = new byte[Length - First];
        new Random(1).NextBytes(pattern);
        board.WriteRegion(First, pattern);
        BootResult boot = board.Start(new Boot
        {
            Kernel = kernel,
            Place = Enum.Parse<Place>(place),
            CommandLine = bound ? "" : Boot.NoDriver,
            // The odd length has memcpy end in an unaligned load.
            Script = $"""
                [ -e /sys/bus/platform/drivers/ramoops/*ramoops* ] && echo bound
                for how in read words memcpy; do peek $how 0x{Board.RegionAddress:x} {Length + 3} >/out/$how; echo $how $?; done
                """,
        });

        string[] lines = [.. bound ? (string[])["bound"] : [], $"read {read}", $"words {words}", $"memcpy {memcpy}"];
        Assert.Equal(lines, boot.Log.Split('\n').Where(line => line == "bound" || line.Split(' ') is ["read" or "words" or "memcpy", _]));
        foreach ((string how, int code) in (ReadOnlySpan<(string, int)>)[("read", read), ("words", words), ("memcpy", memcpy)])
            if (code == Ok) Assert.Equal(pattern, boot.File(how)[First..Length]);
    }
}
