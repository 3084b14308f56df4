namespace PstoreAgent.Install;

/// <summary>What is in the place of something that install writes.</summary>
internal enum TargetState
{
    Missing,

    /// <summary>Just what install writes.</summary>
    Same,

    /// <summary>A file or link with another content.</summary>
    Different,

    /// <summary>Neither the file nor the link that belongs there.</summary>
    Other,
}
