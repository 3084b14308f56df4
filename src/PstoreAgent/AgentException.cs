namespace PstoreAgent;

/// <summary>The environment, or the user's words, make it impossible to go on. The message is one line that says what to do.</summary>
internal class AgentException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
