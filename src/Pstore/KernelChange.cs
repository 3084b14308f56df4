namespace Pstore;

/// <summary>Whether a kernel version has a change.</summary>
public enum Presence
{
    /// <summary>The version is older than the change.</summary>
    No,

    /// <summary>A stable branch is believed, not proved, to carry the change at this sublevel.</summary>
    Believed,

    /// <summary>The version has the change.</summary>
    Yes,
}

/// <summary>A stable branch that carries a change which its mainline release lacks.</summary>
/// <param name="Major">Series, first number.</param>
/// <param name="Minor">Series, second number.</param>
/// <param name="FirstSublevel">First sublevel that is believed to carry it.</param>
/// <param name="SeenSublevel">First sublevel whose source was seen to carry it.</param>
public readonly record struct Backport(int Major, int Minor, int FirstSublevel, int SeenSublevel = KernelVersion.NewestSublevel);

/// <summary>One change of the on-media format or of its reading: the first mainline release, and the stable branches that took it.</summary>
/// <param name="Major">First mainline release, first number.</param>
/// <param name="Minor">First mainline release, second number.</param>
/// <param name="Backports">Stable branches that carry it.</param>
public sealed record KernelChange(int Major, int Minor, params Backport[] Backports)
{
    /// <summary>Tells whether <paramref name="version"/> has this change.</summary>
    public Presence PresenceIn(KernelVersion version)
    {
        if (version.Major > Major || (version.Major == Major && version.Minor >= Minor)) return Presence.Yes;
        foreach (Backport backport in Backports)
        {
            if (backport.Major != version.Major || backport.Minor != version.Minor) continue;
            if (version.Sublevel >= backport.SeenSublevel) return Presence.Yes;
            return version.Sublevel >= backport.FirstSublevel ? Presence.Believed : Presence.No;
        }

        return Presence.No;
    }

    /// <summary>Whether <paramref name="version"/> is taken to have this change: seen or believed.</summary>
    public bool In(KernelVersion version) => PresenceIn(version) != Presence.No;
}
