namespace PstoreAgent.Discovery.Facts;

/// <summary>How a kernel option was built.</summary>
internal enum ConfigValue
{
    /// <summary>The configuration can't be read.</summary>
    Unknown,

    /// <summary>"is not set", or not mentioned.</summary>
    No,

    /// <summary>"m".</summary>
    Module,

    /// <summary>"y", or a value of another type.</summary>
    Yes,
}
