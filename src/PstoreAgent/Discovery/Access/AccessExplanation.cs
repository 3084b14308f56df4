namespace PstoreAgent.Discovery.Access;

/// <summary>Why an access failed.</summary>
/// <param name="Message">One line: what failed, the cause on this machine, the way out.</param>
/// <param name="ExitCode">77 for lack of rights, 69 where there is no such device, 74 for all else.</param>
internal sealed record AccessExplanation(string Message, int ExitCode)
{
    public AgentException ToException() => new(ExitCode, Message);
}
