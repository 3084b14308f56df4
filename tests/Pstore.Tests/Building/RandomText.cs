using System.Globalization;
using System.Text;

namespace Pstore.Tests.Building;

/// <summary>Made-up log text that looks and packs like the real one.</summary>
internal static class RandomText
{
    private static readonly string[] Words =
    [
        "usb", "device", "eth0", "link", "is", "up", "down", "error", "timeout", "at", "address", "0x00ff", "kworker/0:1", "CPU:", "PID:",
        "Call", "trace:", "do_exit+0x1c/0x20", "mmc0:", "reset", "[<ffffffff>]", "ret_from_fork", "not", "tainted", "irq", "17", "nobody", "cared",
    ];

    /// <summary>Lines of about <paramref name="length"/> bytes together, each with its priority as in a dump, or without as on a console.</summary>
    public static string Lines(Random random, int length, bool priority)
    {
        var text = new StringBuilder();
        double time = random.Next(1000);
        while (text.Length < length)
        {
            time += random.NextDouble();
            if (priority) text.Append('<').Append(random.Next(8)).Append('>');
            text.Append(CultureInfo.InvariantCulture, $"[{time,12:F6}]");
            for (int words = random.Next(1, 12); words > 0; words--) text.Append(' ').Append(Words[random.Next(Words.Length)]);
            // Some noise, so that not every text packs well.
            if (random.Next(4) == 0) text.Append(CultureInfo.InvariantCulture, $" {random.NextInt64():x16}");
            text.Append('\n');
        }

        return text.ToString();
    }
}
