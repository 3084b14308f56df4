namespace Pstore.Tests.Building;

/// <summary>An LZO1X stream: literal runs, near short copies, copies up to 16 KiB and up to 48 KiB back, end mark.</summary>
public static class LzoEncoder
{
    private const int FarBase = 0x4000;

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var output = new List<byte>();
        List<MatchStep> steps = MatchFinder.Find(data, 0xBFFF, lastStart: 0, lastLiterals: 0);
        for (int i = 0; i < steps.Count; i++)
        {
            MatchStep step = steps[i];
            // Up to three literals behind a copy are counted in the copy itself.
            if (i == 0)
                AddFirstRun(output, step.LiteralLength);
            else if (step.LiteralLength > 3)
                AddRun(output, step.LiteralLength);
            output.AddRange(data.Slice(step.LiteralStart, step.LiteralLength));
            if (step.MatchLength == 0) break;
            int following = steps[i + 1].LiteralLength;
            AddCopy(output, step.MatchLength, step.Distance, following > 3 ? 0 : following);
        }

        output.AddRange([0x11, 0, 0]);
        return [.. output];
    }

    private static void AddFirstRun(List<byte> output, int length)
    {
        if (length == 0) return;
        if (length <= 238)
            output.Add((byte)(17 + length));
        else
            AddRun(output, length);
    }

    private static void AddRun(List<byte> output, int length) => AddCounted(output, 0, length - 3, 15);

    private static void AddCopy(List<byte> output, int length, int distance, int literals)
    {
        if (length <= 8 && distance <= 0x800)
        {
            output.Add((byte)(((length - 1) << 5) | (((distance - 1) & 7) << 2) | literals));
            output.Add((byte)((distance - 1) >> 3));
            return;
        }

        bool far = distance > FarBase;
        int place = far ? distance - FarBase : distance - 1;
        AddCounted(output, far ? 0x10 | ((place >> 14) << 3) : 0x20, length - 2, far ? 7 : 31);
        int word = ((place & 0x3FFF) << 2) | literals;
        output.Add((byte)word);
        output.Add((byte)(word >> 8));
    }

    private static void AddCounted(List<byte> output, int code, int count, int max)
    {
        output.Add((byte)(code | (count <= max ? count : 0)));
        if (count <= max) return;
        for (count -= max; count > 255; count -= 255) output.Add(0);
        output.Add((byte)count);
    }
}
