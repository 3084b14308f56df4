namespace PstoreAgent.Sources;

/// <summary>Bounds on what is read, each with its reason.</summary>
internal static class AgentLimits
{
    /// <summary>The largest region: more than any board reserves, and well within a span.</summary>
    public const long MaxRegion = 1L << 30;

    /// <summary>An image larger than this, with no size given, is a memory dump in which the region is looked for.</summary>
    public const long LargeImage = 64L << 20;

    /// <summary>Bytes read at once.</summary>
    public const int Chunk = 1 << 20;
}
