namespace Pstore;

/// <summary>How grave a diagnostic is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is lost.</summary>
    Note,

    /// <summary>Something is damaged or uncertain.</summary>
    Warning,

    /// <summary>Something could not be recovered.</summary>
    Error,
}

/// <summary>One finding about the bytes of a region. Corruption is data: it never throws.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Message">One line, without the zone's name.</param>
/// <param name="Zone">Name of the zone, as "dmesg 3", or null.</param>
/// <param name="Offset">Byte offset in the region, or null.</param>
public sealed record Diagnostic(DiagnosticId Id, Severity Severity, string Message, string? Zone = null, long? Offset = null)
{
    /// <summary>"PST0007".</summary>
    public string Code => $"PST{(int)Id:D4}";

    /// <summary>"size-exceeds-zone".</summary>
    public string Name => DiagnosticName.Of(Id);
}
