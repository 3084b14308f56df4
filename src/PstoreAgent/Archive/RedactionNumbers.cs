namespace PstoreAgent.Archive;

/// <summary>Gives each value of a kind a number, from 1, the same one whenever it comes again, and counts what was masked.</summary>
internal sealed class RedactionNumbers
{
    // A machine has some dozens. Noise may have any number, and the heap is small: those beyond share the number 0.
    private const int MostValues = 16384;

    private readonly Dictionary<(RedactionKind Kind, string Key), int> _numbers = [];
    private readonly int[] _values = new int[RedactionKinds.All.Length];
    private readonly int[] _masked = new int[RedactionKinds.All.Length];

    /// <summary>How many places were masked.</summary>
    public int Masked(RedactionKind kind) => _masked[(int)kind];

    /// <summary>The number of a value.</summary>
    public int Next(in RedactionFind find)
    {
        _masked[(int)find.Kind]++;
        if (_numbers.TryGetValue((find.Kind, find.Key), out int number)) return number;
        if (_values[(int)find.Kind] == MostValues) return 0;
        number = ++_values[(int)find.Kind];
        _numbers[(find.Kind, find.Key)] = number;
        return number;
    }
}
