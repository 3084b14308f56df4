using System.Text;
using Xunit;

namespace Kernel.Tests.Bed;

/// <summary>Compares the files of records, by name and byte for byte.</summary>
internal static class RecordFiles
{
    public static void AssertSame(SortedDictionary<string, byte[]> shown, SortedDictionary<string, byte[]> read)
    {
        Assert.Equal(shown.Keys, read.Keys);
        AssertHas(shown, read);
    }

    /// <summary>There may be more files than the kernel shows.</summary>
    public static void AssertHas(SortedDictionary<string, byte[]> shown, IReadOnlyDictionary<string, byte[]> read)
    {
        foreach ((string name, byte[] content) in shown)
        {
            Assert.True(read.ContainsKey(name), $"{name} is missing among {string.Join(", ", read.Keys)}");
            Assert.Equal(Encoding.Latin1.GetString(content), Encoding.Latin1.GetString(read[name]));
        }
    }
}
