using System.Globalization;
using PstoreAgent.Sources;
using PstoreAgent.Sources.Images;
using Xunit;

namespace PstoreAgent.Tests.Sources;

/// <summary>Alone, because it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(SparseImageTests), DisableParallelization = true)]
[Collection(nameof(SparseImageTests))]
public class SparseImageTests
{
    [Fact]
    public void A_file_of_many_zeros_takes_no_memory()
    {
        using var home = new TemporaryDirectory();
        string image = home.Join("sparse");
        using (var file = File.Create(image)) file.SetLength(1L << 30);
        int before = ResidentKiB();
        Snapshot snapshot = ImageSource.Read(image, 0, 1 << 30);
        Assert.Equal(1 << 30, snapshot.Bytes.Length);
        Assert.InRange(ResidentKiB() - before, int.MinValue, 64 << 10);
    }

    private static int ResidentKiB()
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
