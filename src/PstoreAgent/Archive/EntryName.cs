using System.Globalization;

namespace PstoreAgent.Archive;

/// <summary>Names of entries: eight decimal digits that count up, a dash, and the first eight hex digits of the boot id of the boot that collected. They sort, and need no clock.</summary>
internal static class EntryName
{
    public const int Length = CounterDigits + 1 + BootDigits;

    private const int CounterDigits = 8, BootDigits = 8, MostNumber = 99_999_999;

    /// <summary>"00000007-1a2b3c4d". Eight zeros stand for a boot without an id.</summary>
    public static string Of(int number, string? bootId)
    {
        string boot = bootId is { Length: >= BootDigits } id && id.AsSpan(0, BootDigits).IndexOfAnyExcept("0123456789abcdef") < 0 ? id[..BootDigits] : new string('0', BootDigits);
        if (number > MostNumber) throw new AgentException(ExitCode.InputOutput, $"the archive has counted to {MostNumber}, the most there is: begin another one");
        return number.ToString("D8", CultureInfo.InvariantCulture) + "-" + boot;
    }

    /// <summary>The number of an entry. False for any other name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out int number)
    {
        number = 0;
        return name.Length == Length && name[CounterDigits] == '-' && name[(CounterDigits + 1)..].IndexOfAnyExcept("0123456789abcdef") < 0
            && int.TryParse(name[..CounterDigits], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }

    /// <summary>The name of an entry as a number, the counter in its upper half and the boot in the lower. False for any other name.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out ulong key)
    {
        key = 0;
        if (name.Length != Length || name[CounterDigits] != '-') return false;
        ulong number = 0, boot = 0;
        foreach (byte digit in name[..CounterDigits])
        {
            if (!AddressText.IsDigit(digit)) return false;
            number = (number * 10) + digit - '0';
        }

        foreach (byte digit in name[(CounterDigits + 1)..])
        {
            if (!char.IsAsciiHexDigitLower((char)digit)) return false;
            boot = (boot << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }

        key = (number << 32) | boot;
        return number > 0;
    }

    /// <summary>Whether an entry was made in the boot with this id.</summary>
    public static bool IsOfBoot(string name, string? bootId) => name[CounterDigits..] == Of(1, bootId)[CounterDigits..];
}
