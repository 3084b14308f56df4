namespace Pstore.Ram;

/// <summary>Which zone lies where, whatever the backend.</summary>
/// <param name="Zones">The zones in the order of their offsets.</param>
public abstract record ZoneLayout(IReadOnlyList<Zone> Zones)
{
    /// <summary>How a zone looks.</summary>
    public abstract ZoneFormat Format { get; }

    /// <summary>Bytes of the whole region or store.</summary>
    public abstract long Size { get; }

    /// <summary>The parameters by the kernel's names; the first is <see cref="Size"/>.</summary>
    public abstract IReadOnlyList<LayoutParameter> Named { get; }

    /// <summary>Bytes behind the last zone that belong to none.</summary>
    public long UnusedBytes => Size - (Zones.Count == 0 ? 0 : Zones[^1].End);

    /// <summary>The zones of one kind, by index.</summary>
    public IEnumerable<Zone> Of(ZoneKind kind) => Zones.Where(zone => zone.Kind == kind);
}
