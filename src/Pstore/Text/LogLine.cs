namespace Pstore.Text;

/// <summary>One line of kernel log, its prefixes taken off: "&lt;6&gt;[   12.345678][ T1] text".</summary>
/// <param name="Seconds">Text between the first brackets when it is a time, else empty.</param>
/// <param name="Text">What was logged.</param>
public sealed record LogLine(string Seconds, string Text)
{
    /// <summary>Splits a line into time and text.</summary>
    public static LogLine Parse(string line)
    {
        ReadOnlySpan<char> rest = line;
        if (rest.StartsWith('<'))
        {
            int close = rest.IndexOf('>');
            if (close is > 1 and < 6) rest = rest[(close + 1)..];
        }

        string seconds = "";
        if (rest.StartsWith('['))
        {
            int close = rest.IndexOf(']');
            if (close > 1 && double.TryParse(rest[1..close], System.Globalization.NumberStyles.AllowLeadingWhite | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out _))
            {
                seconds = rest[1..close].Trim().ToString();
                rest = rest[(close + 1)..];
                if (rest.StartsWith('[') && rest.IndexOf(']') is > 0 and < 10) rest = rest[(rest.IndexOf(']') + 1)..];
                if (rest.StartsWith(' ')) rest = rest[1..];
            }
        }

        return new LogLine(seconds, rest.ToString());
    }
}
