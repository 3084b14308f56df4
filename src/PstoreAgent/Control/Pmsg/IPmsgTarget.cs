namespace PstoreAgent.Control.Pmsg;

/// <summary>Where records for pmsg go: the kernel's device, or the zone in memory.</summary>
internal interface IPmsgTarget : IDisposable
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>The most bytes of one record; null where nothing tells.</summary>
    int? MostBytes { get; }

    /// <summary>Appends one record, whole or not at all. It allocates nothing unless it fails.</summary>
    /// <exception cref="AgentException">It could not be written.</exception>
    void Write(ReadOnlySpan<byte> record);
}
