namespace PstoreAgent.Doctor;

/// <summary>What a check found, the worst first.</summary>
internal enum FindingLevel
{
    /// <summary>What the set-up is for, or asks for, does not happen.</summary>
    Problem,

    /// <summary>Less is recorded, or can be read, than could be; or the kernel takes a value for another.</summary>
    Warning,

    /// <summary>A fact that it needs is not there.</summary>
    Unknown,

    /// <summary>As it should be.</summary>
    Ok,
}
