namespace PstoreAgent.Archive;

/// <summary>One line of the index as it stands there, taken apart and not copied. <see cref="IndexLine"/> says what the words are.</summary>
internal readonly ref struct IndexLineView
{
    private const int MostDigits = 18;

    public ReadOnlySpan<byte> Name { get; private init; }

    public bool IsRemoval { get; private init; }

    public long Size { get; private init; }

    public long Inodes { get; private init; }

    public ReadOnlySpan<byte> Flags { get; private init; }

    public ReadOnlySpan<byte> Digests { get; private init; }

    /// <summary>The name as a number: the counter, and behind it the boot.</summary>
    public ulong Key { get; private init; }

    /// <summary>Whether the boot that the entry tells of ended in a crash.</summary>
    public bool IsCrash
    {
        get
        {
            foreach (Range flag in Flags.Split((byte)','))
                if (Flags[flag].SequenceEqual(IndexLine.Crash)) return true;
            return false;
        }
    }

    /// <summary>When it was collected, in seconds since 1970; null where the clock was not set.</summary>
    public long? CollectedAt
    {
        get
        {
            foreach (Range flag in Flags.Split((byte)','))
                if (Flags[flag].StartsWith(IndexLine.Time)) return TryNumber(Flags[flag][IndexLine.Time.Length..], out long seconds) ? seconds : null;
            return null;
        }
    }

    /// <summary>Reads a line without its line feed. False when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out IndexLineView view)
    {
        view = default;
        ulong key;
        if (line.Length > 0 && line[0] == '-')
        {
            if (!EntryName.TryParse(line[1..], out key)) return false;
            view = new IndexLineView { Name = line[1..], IsRemoval = true, Key = key };
            return true;
        }

        ReadOnlySpan<byte> rest = line, name = Word(ref rest), size = Word(ref rest), inodes = Word(ref rest), flags = Word(ref rest);
        if (rest.IsEmpty || rest.Contains((byte)' ') || !EntryName.TryParse(name, out key) || !TryNumber(size, out long bytes) || !TryNumber(inodes, out long files)) return false;
        view = new IndexLineView { Name = name, Size = bytes, Inodes = files, Flags = flags, Digests = rest, Key = key };
        return true;
    }

    /// <summary>Takes a word and the space behind it off.</summary>
    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        // Words are short.
        int length = 0;
        while (length < rest.Length && rest[length] != ' ') length++;
        ReadOnlySpan<byte> word = rest[..length];
        rest = rest[Math.Min(length + 1, rest.Length)..];
        return word;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        foreach (byte digit in text)
        {
            if (!AddressText.IsDigit(digit)) return false;
            number = (number * 10) + (digit - '0');
        }

        return text.Length is > 0 and <= MostDigits;
    }
}
