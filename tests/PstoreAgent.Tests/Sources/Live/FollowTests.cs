using System.Diagnostics;
using System.Text;
using Xunit;

namespace PstoreAgent.Tests.Sources.Live;

/// <summary>show --follow on memory that grows meanwhile.</summary>
public sealed class FollowTests
{
    private const int Console = 0xf6fcc, DataSize = 0x8000 - 12;

    // Only a broken program takes as long.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_console_is_printed_as_it_grows_and_round_its_end()
    {
        byte[] region = LiveMachine.Region("01-one-panic");
        int start = BitConverter.ToInt32(region, Console + 4);
        string before = Encoding.ASCII.GetString(region, Console + 12, start);
        using LiveMachine machine = LiveMachine.Board(region);
        using Process agent = Start(machine, "console");
        try
        {
            Assert.Equal(before, await Read(agent, before.Length));
            var random = new Random(7);
            int size = start;
            for (int line = 0; line < 12; line++)
            {
                string text = $"[{100 + line,5}.000000] {new string((char)('a' + line), random.Next(1000, 3500))}\n";
                Append(machine, text, ref start, ref size);
                Assert.Equal(text, await Read(agent, text.Length));
            }

            Assert.Equal(DataSize, size);
        }
        finally
        {
            agent.Kill();
            await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("", await agent.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));

        // The child that touches the memory ends with the program that reads from it.
        var waited = Stopwatch.StartNew();
        while (Children(machine).Any() && waited.Elapsed < s_patience) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(Children(machine));
    }

    [Theory]
    [InlineData("dmesg-0", 64, "'dmesg-0' is neither console nor pmsg")]
    [InlineData("ftrace", 64, "neither console nor pmsg")]
    public void Only_console_and_pmsg_grow(string record, int exitCode, string message)
    {
        using LiveMachine machine = LiveMachine.Board(LiveMachine.Region("01-one-panic"));
        InputTests.AssertFails(machine.Run("show", record, "--follow"), exitCode, message);
    }

    [Fact]
    public void What_is_not_there_can_not_be_followed()
    {
        InputTests.AssertFails(Agent.Run("show", "console", "--follow", "--image", Agent.Region(Agent.Captures[0])), 64, "--follow is for the memory of this machine");
        using LiveMachine machine = new LiveMachine().WithMemory(new byte[0x10000]);
        InputTests.AssertFails(machine.Run("show", "pmsg", "--follow", "--mem-address", "0x880000000", "--mem-size", "64K"), 66, "the region has no pmsg zone");
    }

    private static Process Start(LiveMachine machine, string record) => Process.Start(
        new ProcessStartInfo(Agent.Managed, ["show", record, "--follow", "--root", machine.Files.Path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<string> Read(Process agent, int length)
    {
        byte[] bytes = new byte[length];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        int done = await agent.StandardOutput.BaseStream.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, patience.Token);
        return Encoding.ASCII.GetString(bytes, 0, done);
    }

    /// <summary>As the kernel does: size, start, then the data.</summary>
    private static void Append(LiveMachine machine, string text, ref int start, ref int size)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        int at = start, first = Math.Min(bytes.Length, DataSize - at);
        size = Math.Min(size + bytes.Length, DataSize);
        start = (start + bytes.Length) % DataSize;
        ulong zone = LiveMachine.Address + Console;
        machine.Write(zone + 8, BitConverter.GetBytes(size));
        machine.Write(zone + 4, BitConverter.GetBytes(start));
        machine.Write(zone + 12 + (ulong)at, bytes.AsSpan(0, first));
        machine.Write(zone + 12, bytes.AsSpan(first));
    }

    private static IEnumerable<string> Children(LiveMachine machine)
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(name => char.IsAsciiDigit(name["/proc/".Length])))
        {
            string words;
            try
            {
                words = File.ReadAllText($"{folder}/cmdline");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (words.Contains("__memory", StringComparison.Ordinal) && words.Contains(machine.Files.Path, StringComparison.Ordinal)) yield return words;
        }
    }
}
