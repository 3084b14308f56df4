namespace PstoreAgent.Doctor;

/// <summary>Numbers as cells of a device tree's source.</summary>
internal static class CellsText
{
    /// <summary>"0x8 0x80000000": the low 64 bits, in one cell to four.</summary>
    public static string Of(ulong value, int cells)
    {
        string text = $"0x{(uint)value:x}";
        for (int i = 1; i < cells; i++) text = $"0x{(i == 1 ? value >> 32 : 0):x} {text}";
        return cells == 1 ? $"0x{value:x}" : text;
    }
}
