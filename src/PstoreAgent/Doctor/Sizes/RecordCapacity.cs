using System.Globalization;
using Pstore;
using Pstore.Ram;
using PstoreAgent.Discovery;

namespace PstoreAgent.Doctor.Sizes;

/// <summary>Whether a dump can hold the whole kernel log (fs/pstore/platform.c: how much text is packed for one record).</summary>
internal static class RecordCapacity
{
    private const string LogShift = "CONFIG_LOG_BUF_SHIFT", Argument = "log_buf_len";

    // Header and parity take less than this share of a slot.
    private const int OverheadShare = 8;

    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Layout?.Of(ZoneKind.Dmesg).FirstOrDefault() is not { } slot) yield break;
        bool packs = Compression.IsOn(setup) != false;
        long text = Text(setup, packs, slot.DataSize);
        if (LogSize(setup) is not { } log)
        {
            yield return Finding.Unknown("record-capacity", $"whether a dump holds the whole log: its size is not known; a dump holds about {Kib(text)} KiB of text");
            yield break;
        }

        if (text >= log.Size)
        {
            yield return Finding.Ok("record-capacity", $"a dump holds the whole log of {Kib(log.Size)} KiB");
            yield break;
        }

        string how = packs ? "packed" : "as it is";
        yield return setup.Plan is { } plan && plan.RecordSize > PowerOfTwo.RoundDown(setup.Parameters!.RecordSize)
            ? Finding.Warning("record-capacity", $"A dump holds the newest {Kib(text)} KiB of the log, {how}", $"the log has {Kib(log.Size)} KiB ({log.Origin}); what is older is in the console zone alone",
                SizePlan.Fixes(setup, SizePlan.Record))
            : Finding.Ok("record-capacity", $"a dump holds the newest {Kib(text)} KiB of the log's {Kib(log.Size)}, {how}; the region has no room for larger ones");
    }

    /// <summary>The record that would hold the whole log, and not more than a region of that size; 0 where the records do, or nothing tells.</summary>
    public static long Wish(Setup setup, long size)
    {
        if (LogSize(setup) is not { } log) return 0;
        bool packs = Compression.IsOn(setup) != false;
        if (setup.Layout?.Of(ZoneKind.Dmesg).FirstOrDefault() is { } slot && Text(setup, packs, slot.DataSize) >= log.Size) return 0;
        long record = SizePlan.LeastRecord;
        while (2 * record <= size && Text(setup, packs, record - (record / OverheadShare)) < log.Size) record *= 2;
        return record;
    }

    private static long Text(Setup setup, bool packs, long size) => packs ? Packed(setup.LayoutKernel, size) : size;

    // Before compression the kernel fills a buffer that it expects to shrink to the size of the record.
    private static long Packed(KernelVersion kernel, long size)
    {
        if (!KernelChanges.CompressedDmesg.In(kernel)) return size;
        if (KernelChanges.RawDeflateOnly.In(kernel)) return size * 100 / 60;
        return size * 100 / (size switch { >= 4000 and <= 10000 => 45, >= 3001 and < 4000 => 52, >= 2001 and <= 3000 => 54, >= 1000 and <= 2000 => 56, _ => 60 });
    }

    /// <summary>Bytes of the log; log_buf_len= only makes it larger (kernel/printk/printk.c, setup_log_buf).</summary>
    private static (long Size, string Origin)? LogSize(Setup setup)
    {
        string? shift = setup.Machine.ConfigText(LogShift);
        long built = int.TryParse(shift, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits is > 0 and < 31 ? 1L << bits : 0;
        ReadOnlySpan<char> given = setup.Machine.Argument(Argument);
        if (KernelNumber.TakeSize(ref given, out ulong asked) && asked > (ulong)built && asked < 1UL << 31)
            return (PowerOfTwo.RoundDown((2 * (long)asked) - 1), $"{Argument}={setup.Machine.Argument(Argument)}");
        return built > 0 ? (built, $"{LogShift}={shift}") : null;
    }

    private static long Kib(long bytes) => (bytes + 512) >> 10;
}
