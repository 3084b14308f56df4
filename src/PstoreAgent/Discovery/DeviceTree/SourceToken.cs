namespace PstoreAgent.Discovery.DeviceTree;

/// <summary>The kinds of words in the source of a device tree.</summary>
internal enum SourceTokenKind
{
    /// <summary>A name, a number, or another word without blanks.</summary>
    Word,

    /// <summary>A string; its text is without quotes, its escapes are resolved.</summary>
    String,

    /// <summary>"/dts-v1/" and other words between slashes.</summary>
    Directive,

    /// <summary>"&amp;label" or "&amp;{/path}"; its text is without the sign and the braces.</summary>
    Reference,

    /// <summary>"label:"; its text is without the colon.</summary>
    Label,

    /// <summary>One character between single quotes; its text is the character, an escape is resolved.</summary>
    Character,

    /// <summary>One other character, or an operator of two.</summary>
    Sign,

    /// <summary>Behind the last.</summary>
    End,
}

/// <summary>One word of the source of a device tree.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct SourceToken(SourceTokenKind Kind, string Text, int Line)
{
    public bool IsSign(char sign) => Kind == SourceTokenKind.Sign && Text.Length == 1 && Text[0] == sign;

    public override string ToString() => Kind == SourceTokenKind.End ? "the end of the file" : $"'{Text}'";
}
