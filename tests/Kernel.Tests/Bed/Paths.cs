namespace Kernel.Tests.Bed;

/// <summary>Where the sources, the built agents and the emulated board's parts are.</summary>
internal static class Paths
{
    public static string Root { get; } = FindRoot();

    /// <summary>The agent for the board.</summary>
    public static string BoardAgent => Built(Path.Combine(Root, "out", "linux-arm64", "pstore-agent"), "publish");

    /// <summary>The agent for this machine: the managed build, started through its host.</summary>
    public static string HostAgent => Built(Path.Combine(Root, "src", "PstoreAgent", "bin", Configuration, "net10.0", "pstore-agent"), "test");

    /// <summary>The native file for an emulated PC.</summary>
    public static string NativeHostAgent => Built(Path.Combine(Root, "out", "linux-x64", "pstore-agent"), "publish");

    public static string Script(string name) => Path.Combine(Root, "cross", "bed", name);

    /// <summary>A file of one of the kernels: "Image", "System.map", "config".</summary>
    public static string Kernel(string flavor, string file) => Built(Path.Combine(Root, "out", "bed", "kernels", flavor, file), "kernel");

    public static string Guest(string file) => Built(Path.Combine(Root, "out", "bed", "guest", file), "kernel");

    private static string Built(string path, string verb) =>
        File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing; ./build.sh {verb} makes it");

    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "PstoreAgent.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("PstoreAgent.sln is not above the test program");
    }
}
