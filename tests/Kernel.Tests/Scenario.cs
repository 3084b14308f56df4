using Kernel.Tests.Bed;

namespace Kernel.Tests;

/// <summary>A way to crash, and what happens to RAM before somebody reads it.</summary>
/// <param name="Script">Runs before the crash.</param>
/// <param name="Records">The names that the next kernel shows, in order.</param>
internal sealed record Scenario(string Script, params string[] Records)
{
    public string[] Tree { get; init; } = [];

    public string CommandLine { get; init; } = "";

    public Action<Board>? Damage { get; init; }

    /// <summary>The boot that crashes; its log says which kernel it was.</summary>
    public Boot Crash => new() { Tree = Tree, CommandLine = CommandLine, Script = $"uname -r >/out/release\n{Script}\ncrash" };

    /// <summary>A boot of the same board to read with.</summary>
    public Boot Reader => new() { Tree = Tree, CommandLine = CommandLine };
}
