namespace PstoreAgent.Commands;

/// <summary>The options of clear.</summary>
/// <param name="All">All records that can be cleared.</param>
/// <param name="Yes">In earnest; else only list.</param>
/// <param name="Wipe">Overwrite their bytes too.</param>
internal sealed record ClearOptions(bool All, bool Yes, bool Wipe);
