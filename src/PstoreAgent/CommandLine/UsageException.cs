namespace PstoreAgent.CommandLine;

/// <summary>The command line is wrong.</summary>
internal sealed class UsageException(string message) : AgentException(PstoreAgent.ExitCode.Usage, message);
