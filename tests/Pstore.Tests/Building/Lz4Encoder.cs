namespace Pstore.Tests.Building;

/// <summary>A plain LZ4 block.</summary>
public static class Lz4Encoder
{
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var output = new List<byte>();
        foreach (MatchStep step in MatchFinder.Find(data, 0xFFFF, lastStart: 12, lastLiterals: 5))
        {
            int match = step.MatchLength == 0 ? 0 : step.MatchLength - 4;
            output.Add((byte)((Math.Min(step.LiteralLength, 15) << 4) | Math.Min(match, 15)));
            AddLength(output, step.LiteralLength);
            output.AddRange(data.Slice(step.LiteralStart, step.LiteralLength));
            if (step.MatchLength == 0) break;
            output.Add((byte)step.Distance);
            output.Add((byte)(step.Distance >> 8));
            AddLength(output, match);
        }

        return [.. output];
    }

    private static void AddLength(List<byte> output, int length)
    {
        if (length < 15) return;
        for (length -= 15; length >= 255; length -= 255) output.Add(255);
        output.Add((byte)length);
    }
}
