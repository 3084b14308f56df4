namespace Kernel.Tests.Bed;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pstore-agent-board-").FullName;

    public string Join(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Join(name), content);
        return Join(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
