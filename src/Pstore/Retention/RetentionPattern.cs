using System.Buffers.Binary;

namespace Pstore.Retention;

/// <summary>The bytes that fill the free zones: words of SplitMix64, and every 1024 bytes the note that they are made by.</summary>
public static class RetentionPattern
{
    /// <summary>Bytes from one copy of the note to the next.</summary>
    public const int NoteDistance = 1024;

    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Bytes that a zone must have to be filled.</summary>
    public const int LeastLength = RetentionNote.Size;

    /// <summary>What the data of zone <paramref name="index"/> is filled with.</summary>
    public static byte[] Of(RetentionNote note, int index)
    {
        byte[] bytes = new byte[note.DataLength];
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        ulong state = note.Seed + ((ulong)index << 32) * Step;
        for (int at = 0; at < bytes.Length; at += word.Length)
        {
            state += Step;
            BinaryPrimitives.WriteUInt64LittleEndian(word, Mixed(state));
            word[..Math.Min(word.Length, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
        }

        for (int at = 0; at + RetentionNote.Size <= bytes.Length; at += NoteDistance) note.Write(bytes.AsSpan(at));
        return bytes;
    }

    private static ulong Mixed(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58_476D_1CE4_E5B9;
        word = (word ^ (word >> 27)) * 0x94D0_49BB_1331_11EB;
        return word ^ (word >> 31);
    }
}
