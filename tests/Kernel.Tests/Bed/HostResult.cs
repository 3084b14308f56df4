using System.Text;

namespace Kernel.Tests.Bed;

internal sealed record HostResult(int ExitCode, byte[] Bytes, string Errors)
{
    public string Output => Encoding.UTF8.GetString(Bytes);
}
