namespace PstoreAgent.Completions;

/// <summary>Where what is offered comes from.</summary>
internal enum OfferKind
{
    Words,
    Files,
    Directories,
}
