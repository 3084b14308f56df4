using System.Text;

namespace Kernel.Tests.Bed;

/// <summary>One region in which a kernel crashed, made once: a board that begins with it needs no crash of its own.</summary>
internal static class Crashed
{
    public const string Dmesg = "dmesg-ramoops-0", Console = "console-ramoops-0", Pmsg = "pmsg-ramoops-0";

    /// <summary>Where the console zone begins, and so where the dmesg zones end.</summary>
    public const int ConsoleOffset = 0xf6fcc;

    private static readonly Lazy<(byte[] Region, SortedDictionary<string, byte[]> Records)> s_made = new(Make);

    public static byte[] Region => s_made.Value.Region;

    /// <summary>What the next kernel shows of it.</summary>
    public static SortedDictionary<string, byte[]> Records => s_made.Value.Records;

    public static string Text(string record) => Encoding.UTF8.GetString(Records[record]);

    /// <summary>A board that has crashed.</summary>
    public static Board NewBoard()
    {
        byte[] region = Region;
        var board = new Board();
        board.WriteRegion(0, region);
        return board;
    }

    private static (byte[] Region, SortedDictionary<string, byte[]> Records) Make()
    {
        using var board = new Board();
        board.Start(new Boot { Script = "echo last words >/dev/pmsg0; crash" });
        byte[] region = board.ReadRegion();
        return (region, Readback.Mounted(board, new Boot()));
    }
}
