namespace Kernel.Tests.Bed;

/// <summary>The kernels that only `./build.sh test --all-kernels` asks for, by their names in out/bed/kernels/matrix.</summary>
internal static class MatrixKernel
{
    private const string Folder = "matrix";

    /// <summary>What a boot has as its kernel.</summary>
    public static string Of(string name) => $"{Folder}/{name}";

    /// <summary>Why there is no such kernel, or null.</summary>
    public static string? WhyMissing(string name)
    {
        string place = Path.Combine(Paths.Root, "out", "bed", "kernels", Folder, name);
        if (File.Exists(Path.Combine(place, "Image"))) return null;
        string note = place + ".missing";
        return File.Exists(note) ? File.ReadAllText(note).Trim() : "run ./build.sh test --all-kernels";
    }
}
