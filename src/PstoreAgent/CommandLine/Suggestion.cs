namespace PstoreAgent.CommandLine;

/// <summary>What somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>" (did you mean X?)" for the nearest candidate, or nothing when none is near.</summary>
    public static string For(string word, IEnumerable<string> candidates)
    {
        string nearest = "";
        int best = Math.Max(2, word.Length / 3);
        foreach (string candidate in candidates)
        {
            int distance = Distance(word, candidate);
            if (distance > best) continue;
            best = distance - 1;
            nearest = candidate;
        }

        return nearest.Length == 0 ? "" : $" (did you mean {nearest}?)";
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
