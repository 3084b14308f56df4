namespace PstoreAgent.Discovery.Facts;

/// <summary>Facts that the user names in place of the machine's own; null where nothing is named.</summary>
/// <param name="CommandLine">The kernel command line.</param>
/// <param name="ConfigFile">A kernel configuration, plain or gzip.</param>
internal sealed record GivenFacts(string? CommandLine = null, string? ConfigFile = null);
