namespace Pstore.Ecc;

/// <summary>What the parity says about one block.</summary>
public enum EccBlockState : byte
{
    /// <summary>Not looked at, or the zone has no parity.</summary>
    Unchecked,

    /// <summary>Nothing to correct.</summary>
    Clean,

    /// <summary>Errors in the data or its parity were found and corrected.</summary>
    Corrected,

    /// <summary>Damaged beyond correction, or never written under this parity since power-on.</summary>
    Bad,
}
