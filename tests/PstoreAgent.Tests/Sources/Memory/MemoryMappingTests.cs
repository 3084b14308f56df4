using PstoreAgent.Native;
using PstoreAgent.Sources.Memory;
using Tmds.Linux;
using Xunit;

namespace PstoreAgent.Tests.Sources.Memory;

public sealed class MemoryMappingTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();
    private readonly byte[] _bytes = new byte[3 * Environment.SystemPageSize];

    public MemoryMappingTests() => new Random(8).NextBytes(_bytes);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Every_offset_and_length_gives_the_bytes_of_the_file()
    {
        using FileDescriptor file = Open();
        int page = Environment.SystemPageSize;
        foreach (int address in (int[])[0, 1, 7, 8, page - 9, page, page + 3, (2 * page) - 1])
        {
            using MemoryMapping mapping = MemoryMapping.Map(file, (ulong)address, 64, out int errno)!;
            Assert.Equal(0, errno);
            for (int offset = 0; offset <= 16; offset++)
            {
                for (int length = 0; length <= 40; length++)
                {
                    byte[] target = new byte[length + 2];
                    mapping.Copy(offset, target.AsSpan(1, length));
                    Assert.Equal([0, .. _bytes.AsSpan(address + offset, length), 0], target);
                }
            }
        }
    }

    [Fact]
    public void The_last_byte_of_the_last_page_can_be_read()
    {
        using FileDescriptor file = Open();
        using MemoryMapping mapping = MemoryMapping.Map(file, (ulong)_bytes.Length - 5, 5, out _)!;
        byte[] target = new byte[5];
        mapping.Copy(0, target);
        Assert.Equal(_bytes[^5..], target);
        mapping.Copy(4, target.AsSpan(0, 1));
        Assert.Equal(_bytes[^1], target[0]);
    }

    [Fact]
    public void What_can_not_be_mapped_gives_errno()
    {
        using FileDescriptor directory = FileDescriptor.Open(_home.Path, LibC.O_RDONLY, 0, out _)!;
        Assert.Null(MemoryMapping.Map(directory, 0, 64, out int errno));
        Assert.Equal(LibC.ENODEV, errno);
    }

    private FileDescriptor Open() => FileDescriptor.Open(_home.Write("memory", _bytes), LibC.O_RDONLY, 0, out _)!;
}
