using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Init;

/// <summary>What the kernel command line says to the program as the first process.</summary>
internal static class KernelArguments
{
    private const string Name = "pstore_agent.after=";

    /// <summary>The word behind "pstore_agent.after="; the last one wins, null without one.</summary>
    public static string? After()
    {
        if (new MachineRoot("/").TryReadText("/proc/cmdline", DiscoveryLimits.Word, out string line) != ReadState.Read) return null;
        string? word = line.Split(' ').LastOrDefault(part => part.StartsWith(Name, StringComparison.Ordinal));
        return word?[Name.Length..];
    }
}
