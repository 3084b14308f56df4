namespace PstoreAgent.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Id">Stable: a check has an id for each fault that it knows.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Title">One line.</param>
/// <param name="Evidence">What was seen, and what comes of it; null where the title says all.</param>
/// <param name="Fixes">The lines to add or change.</param>
internal sealed record Finding(string Id, FindingLevel Level, string Title, string? Evidence, IReadOnlyList<Fix> Fixes)
{
    /// <summary>What to do in words, where lines can't say it.</summary>
    public string? Advice { get; init; }

    /// <summary>The same with words that say what to do; null leaves it to the lines.</summary>
    public Finding Advising(string? advice) => this with { Advice = advice };

    public static Finding Ok(string id, string title) => new(id, FindingLevel.Ok, title, null, []);

    public static Finding Unknown(string id, string title) => new(id, FindingLevel.Unknown, title, null, []);

    public static Finding Warning(string id, string title, string evidence, params Fix[] fixes) => new(id, FindingLevel.Warning, title, evidence, fixes);

    public static Finding Problem(string id, string title, string evidence, params Fix[] fixes) => new(id, FindingLevel.Problem, title, evidence, fixes);
}
