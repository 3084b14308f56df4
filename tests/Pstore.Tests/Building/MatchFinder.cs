using System.Buffers.Binary;

namespace Pstore.Tests.Building;

/// <summary>Greedy search for repeats of four bytes or more, for the small LZ encoders here.</summary>
public static class MatchFinder
{
    private const int MinMatch = 4;

    /// <param name="data">The text.</param>
    /// <param name="maxDistance">How far back a copy may reach.</param>
    /// <param name="lastStart">No copy starts in this many last bytes.</param>
    /// <param name="lastLiterals">No copy reaches into this many last bytes.</param>
    public static List<MatchStep> Find(ReadOnlySpan<byte> data, int maxDistance, int lastStart, int lastLiterals)
    {
        var steps = new List<MatchStep>();
        var seen = new Dictionary<uint, int>();
        int literals = 0;
        int at = 0;
        while (at + Math.Max(MinMatch, lastStart) <= data.Length)
        {
            uint key = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
            bool found = seen.TryGetValue(key, out int before);
            seen[key] = at;
            int limit = data.Length - lastLiterals - at;
            if (!found || at - before > maxDistance || limit < MinMatch)
            {
                at++;
                continue;
            }

            int length = MinMatch;
            while (length < limit && data[before + length] == data[at + length]) length++;
            steps.Add(new MatchStep(literals, at - literals, length, at - before));
            at += length;
            literals = at;
        }

        steps.Add(new MatchStep(literals, data.Length - literals, 0, 0));
        return steps;
    }
}
