using System.Globalization;

namespace PstoreAgent.Doctor.Panic;

/// <summary>Whether the board starts again after a panic (kernel/panic.c: 0 is never).</summary>
internal static class PanicTimeout
{
    private const string Option = "CONFIG_PANIC_TIMEOUT", File = "/proc/sys/kernel/panic";

    public static IEnumerable<Finding> Check(Setup setup)
    {
        (string? text, string origin) = setup.Machine.Word(File) is { } now ? (now, File)
            : setup.Machine.Argument("panic") is { } argument ? (argument, "the kernel command line")
            : setup.Machine.ConfigOrigin is { } config ? (setup.Machine.ConfigText(Option) ?? "0", config)
            : (null, "");
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seconds))
        {
            yield return Finding.Unknown("panic-timeout", "whether the board starts again after a panic");
            yield break;
        }

        yield return seconds == 0
            ? Finding.Problem("panic-timeout", "The board hangs for ever after a panic", $"the timeout is 0 ({origin}): only a watchdog or the power switch ends it, and without power the RAM is lost",
                Fix.Argument("panic=5"), Fix.Sysctl("kernel.panic = 5"), Fix.Config($"{Option}=5"))
            : Finding.Ok("panic-timeout", seconds < 0 ? "the board starts again at once after a panic" : string.Create(CultureInfo.InvariantCulture, $"the board starts again {seconds} s after a panic"));
    }
}
