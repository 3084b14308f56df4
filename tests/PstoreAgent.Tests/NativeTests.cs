using System.Buffers.Binary;
using Xunit;

namespace PstoreAgent.Tests;

/// <summary>The files that go to the board: static, small, and alike in what they print.</summary>
public sealed class NativeTests
{
    private const int MostBytes = 5_000_000;
    private const string Emulator = "/usr/bin/qemu-aarch64-static";

    public static TheoryData<string> Rids => ["linux-x64", "linux-arm64"];

    [Theory]
    [MemberData(nameof(Rids))]
    public void The_file_is_static_and_small(string rid)
    {
        byte[] elf = Read(rid);
        Assert.True(elf.Length <= MostBytes, $"{rid}: {elf.Length} bytes");
        Assert.Equal(0x464C457Fu, BinaryPrimitives.ReadUInt32LittleEndian(elf));
        Assert.Equal(rid == "linux-x64" ? 62 : 183, BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(18)));
        const int interpreter = 3, dynamic = 2, needed = 1;
        foreach ((int type, int offset, int size) in ProgramHeaders(elf))
        {
            Assert.NotEqual(interpreter, type);
            if (type != dynamic) continue;
            for (int at = offset; at + 16 <= offset + size; at += 16)
                Assert.NotEqual(needed, BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at)));
        }
    }

    [Theory]
    [MemberData(nameof(Rids))]
    public void In_an_empty_root_it_prints_what_the_managed_program_prints(string rid)
    {
        using var root = new TemporaryDirectory();
        string[] prefix = Enter(root, rid);
        foreach (string capture in Agent.Captures)
        {
            File.Copy(Agent.Region(capture), root.Join("image"), overwrite: true);
            foreach (string command in (string[])["recover", "layout"])
            {
                AgentResult native = Agent.Start("chroot", [.. prefix, command, "--json", "--image", "/image"], null);
                AgentResult managed = Agent.Run(command, "--json", "--image", Agent.Region(capture));
                Assert.Equal((0, ""), (native.ExitCode, native.Errors));
                Assert.Equal(managed.Output.Replace(Agent.Region(capture), "/image", StringComparison.Ordinal), native.Output);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rids))]
    public void In_an_empty_root_it_extracts_and_errno_reads_right(string rid)
    {
        using var root = new TemporaryDirectory();
        string[] prefix = Enter(root, rid);
        AgentResult missing = Agent.Start("chroot", [.. prefix, "--image", "/missing"], null);
        Assert.Equal((66, "pstore-agent: /missing: No such file or directory\n"), (missing.ExitCode, missing.Errors));

        string capture = Agent.Captures[0];
        File.Copy(Agent.Region(capture), root.Join("image"));
        AgentResult extracted = Agent.Start("chroot", [.. prefix, "extract", "/out", "--image", "/image"], null);
        Assert.Equal((0, ""), (extracted.ExitCode, extracted.Errors));
        string[] files = Directory.GetFiles(Path.Combine(capture, "pstore"));
        Assert.Equal(files.Length, Directory.GetFiles(root.Join("out")).Length);
        AgentResult again = Agent.Start("chroot", [.. prefix, "extract", "/out", "--image", "/image"], null);
        Assert.Equal(73, again.ExitCode);
        Assert.Contains("File exists", again.Errors, StringComparison.Ordinal);

        // A log line needs a thread, a console and a formatter.
        File.WriteAllBytes(root.Join("zeros"), new byte[65536]);
        AgentResult warned = Agent.Start("chroot", [.. prefix, "extract", "/none", "--as-kernel", "--image", "/zeros"], null);
        Assert.Equal(0, warned.ExitCode);
        Assert.Contains("nothing to extract", warned.Errors, StringComparison.Ordinal);
    }

    /// <summary>The words in front of the program's own: chroot's argument, and the emulator where the processor is another.</summary>
    private static string[] Enter(TemporaryDirectory root, string rid)
    {
        Assert.SkipUnless(Environment.UserName == "root", "chroot needs root");
        File.WriteAllBytes(root.Join("pstore-agent"), Read(rid));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root.Join("pstore-agent"), (UnixFileMode)0x1ED);
        if (rid == Agent.HostRid) return [root.Path, "/pstore-agent"];
        Assert.SkipUnless(rid == "linux-arm64" && File.Exists(Emulator), $"{rid} files need an emulator ({Emulator}) on this machine");
        File.Copy(Emulator, root.Join("emulator"));
        return [root.Path, "/emulator", "/pstore-agent"];
    }

    private static byte[] Read(string rid)
    {
        Assert.SkipUnless(File.Exists(Agent.Native(rid)), $"out/{rid}/pstore-agent is not built; ./build.sh publish makes it");
        return File.ReadAllBytes(Agent.Native(rid));
    }

    private static IEnumerable<(int Type, int Offset, int Size)> ProgramHeaders(byte[] elf)
    {
        long table = BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(32));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(54)), count = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(56));
        for (int i = 0; i < count; i++)
        {
            int at = (int)table + (i * size);
            yield return (
                BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(at)),
                (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at + 8)),
                (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at + 32)));
        }
    }
}
