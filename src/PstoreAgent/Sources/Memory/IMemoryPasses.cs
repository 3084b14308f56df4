using PstoreAgent.Discovery.Access;

namespace PstoreAgent.Sources.Memory;

/// <summary>A physical range as a stream: behind its last byte the range begins again, read anew.</summary>
internal interface IMemoryPasses : IDisposable
{
    /// <summary>Fills <paramref name="target"/> with the next bytes, which never reach beyond the end of the range. Null, or what went wrong.</summary>
    AccessFailure? Read(Span<byte> target);
}
