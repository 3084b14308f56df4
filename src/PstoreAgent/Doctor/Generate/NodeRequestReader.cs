using System.Globalization;
using Pstore;
using Pstore.Ram;
using PstoreAgent.CommandLine;

namespace PstoreAgent.Doctor.Generate;

/// <summary>Takes the options of "dt generate", and refuses what the kernel would take otherwise than it is written.</summary>
internal static class NodeRequestReader
{
    private const int MostCells = 2;
    private const ulong Page = 4096;
    private static readonly string[] s_forCheck = ["--json", "--exit-code"];

    public static NodeRequest Read(OptionValues values, CommonOptions common)
    {
        foreach (string name in s_forCheck)
            if (values.Has(name)) throw new UsageException($"{name} is for dt check");
        ulong address = Whole("--base", values.Number("--base", long.MaxValue) ?? throw new UsageException("dt generate needs --base, the physical address of the region"));
        ulong size = Whole("--size", values.Number("--size", int.MaxValue) ?? throw new UsageException("dt generate needs --size, the bytes of the region"));
        if (size == 0) throw new UsageException("--size: a region has at least one page");
        (int addressCells, int sizeCells) = Cells(values.Text("--cells") ?? "2,2");
        if (addressCells == 1 && address + size - 1 > uint.MaxValue) throw new UsageException($"--cells: 0x{address:x} does not fit one cell; the root of such a board has #address-cells 2");
        if (common.FtraceSize > 0 && common.Flags is { } flags && (flags & 1) != 0 && common.Cpus == null) throw new UsageException("--flags 1 gives each CPU a zone: say how many with --cpus");
        var sizes = new RamoopsParameters((long)size, Power("--record-size", common.RecordSize), Power("--console-size", common.ConsoleSize), Power("--ftrace-size", common.FtraceSize),
            Power("--pmsg-size", common.PmsgSize), common.Ecc ?? 0, common.Flags ?? 0, common.Cpus ?? 1);
        return new NodeRequest(address, sizes, values.Has("--no-map"), addressCells, sizeCells, common.Kernel ?? KernelVersion.NewestKnown);
    }

    private static ulong Whole(string name, ulong value) =>
        value % Page == 0 ? value : throw new UsageException($"{name}: 0x{value:x} is not on a page; the kernel reserves whole pages of 4096 bytes at least");

    private static long Power(string name, long? size) =>
        size is not { } value ? 0
        : PowerOfTwo.RoundDown(value) == value ? value
        : throw new UsageException($"{name}: 0x{value:x} is no power of two; the kernel would take 0x{PowerOfTwo.RoundDown(value):x}");

    private static (int Address, int Size) Cells(string text)
    {
        string[] parts = text.Split(',');
        if (parts.Length == 2 && TryCells(parts[0], out int address) && TryCells(parts[1], out int size)) return (address, size);
        throw new UsageException($"--cells: '{text}' is no pair of 1 or 2, as in 2,2 (#address-cells, #size-cells)");
    }

    private static bool TryCells(string text, out int cells) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cells) && cells is >= 1 and <= MostCells;
}
