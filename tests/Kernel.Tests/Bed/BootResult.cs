using System.Globalization;
using System.Text;

namespace Kernel.Tests.Bed;

/// <summary>What came out of a boot.</summary>
/// <param name="Console">The serial console, from first to last start.</param>
/// <param name="Stages">What each start in it left in /out, by file name.</param>
/// <param name="Duration">From start to end of the emulator.</param>
internal sealed record BootResult(string Console, IReadOnlyList<IReadOnlyDictionary<string, byte[]>> Stages, TimeSpan Duration)
{
    /// <summary>The files of the last start.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => Stages.Count > 0 ? Stages[^1] : throw Failure("the board left no files");

    /// <summary>The script's exit code; null when it crashed the kernel.</summary>
    public int? Status => Files.ContainsKey("status") ? int.Parse(Text("status"), CultureInfo.InvariantCulture) : null;

    /// <summary>What the script printed.</summary>
    public string Log => Text("log");

    /// <summary>What the script printed, by lines.</summary>
    public string[] Lines => Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public byte[] File(string name) => Files.TryGetValue(name, out byte[]? content) ? content : throw Failure($"the board left no file '{name}'");

    public string Text(string name) => Encoding.UTF8.GetString(File(name));

    /// <summary>The files below a folder, by their names in it.</summary>
    public SortedDictionary<string, byte[]> Folder(string name) => new(
        Files.Where(file => file.Key.StartsWith(name + "/", StringComparison.Ordinal)).ToDictionary(file => file.Key[(name.Length + 1)..], file => file.Value),
        StringComparer.Ordinal);

    private BedException Failure(string what) => new(what, Console);
}
