namespace PstoreAgent.Commands;

/// <summary>The options of retention.</summary>
/// <param name="Yes">Write though the driver holds the region.</param>
/// <param name="Wipe">Overwrite the pattern when it is checked.</param>
/// <param name="Armed">The pattern was written before the reset, as somebody knows.</param>
/// <param name="Json">One JSON object.</param>
internal sealed record RetentionOptions(bool Yes, bool Wipe, bool Armed, bool Json);
