using System.Text;

namespace PstoreAgent.Tests;

internal sealed record AgentResult(int ExitCode, byte[] Bytes, string Errors)
{
    public string Output => Encoding.UTF8.GetString(Bytes);
}
