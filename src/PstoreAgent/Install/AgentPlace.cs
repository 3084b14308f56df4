using PstoreAgent.Native;

namespace PstoreAgent.Install;

/// <summary>Where the agent is that is to run at each boot.</summary>
internal static class AgentPlace
{
    // Gone at the next boot, or closed to a service.
    private static readonly string[] s_passing = ["/tmp/", "/var/tmp/", "/run/", "/dev/", "/proc/", "/home/", "/root/"];

    /// <summary>The running file's own path.</summary>
    public static string OfRunning()
    {
        // A root that is entered by chroot has no /proc, mostly.
        string path = SymbolicLink.Read("/proc/self/exe") ?? OwnExecutable.NameAtStart ?? "";
        if (!path.StartsWith('/')) path = EmbeddedFiles.UsualAgent;
        return Problem(path) is { } problem ? throw new AgentException(ExitCode.Configuration, $"{path}: {problem}; copy it to {EmbeddedFiles.UsualAgent} and run that") : path;
    }

    /// <summary>Why a path can't stand in the files of all init systems, or null.</summary>
    public static string? Problem(string path)
    {
        if (s_passing.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            return "is no place for a program that runs at boot";

        // Units, shells and their quotes each have characters of their own.
        return path.All(character => char.IsAsciiLetterOrDigit(character) || "/._+-".Contains(character, StringComparison.Ordinal))
            ? null
            : "has characters that init scripts can't take";
    }
}
