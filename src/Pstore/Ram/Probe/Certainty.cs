namespace Pstore.Ram.Probe;

/// <summary>Where a value comes from, and so how far it can be trusted.</summary>
public enum Certainty
{
    /// <summary>The user named it.</summary>
    Given,

    /// <summary>The bytes admit nothing else.</summary>
    Found,

    /// <summary>The bytes admit other values too; this one is likely.</summary>
    Guessed,
}
