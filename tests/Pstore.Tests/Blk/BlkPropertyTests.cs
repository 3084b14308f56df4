using System.Globalization;
using Pstore.Blk;
using Pstore.Kernel;
using Pstore.Ram.Probe;
using Pstore.Recovery;
using Pstore.Tests.Building;
using Pstore.Tests.Building.Blk;
using Pstore.Tests.Properties;
using Xunit;

namespace Pstore.Tests.Blk;

/// <summary>Stores by chance: of every width, byte order, size and number of CPUs, on disks that had anything on them before.</summary>
public sealed class BlkPropertyTests
{
    private const int Stores = 500;

    private static readonly int s_mutations =
        int.TryParse(Environment.GetEnvironmentVariable("PSTORE_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out int images) ? images : 20_000;

    [Fact]
    public void What_was_written_is_what_is_read()
    {
        for (int seed = 0; seed < Stores; seed++)
        {
            RandomStore random = RandomStore.Create(seed);
            BlkBuilder store = random.Store;
            List<(string Name, byte[] Content)> wanted = BlkTruth.Files(store);
            KernelViewResult view = BlkKernelView.Read(store.Bytes, BlkCase.ParametersOf(store.Setup), BlkCase.View(store.Setup));
            AssertSame(wanted, [.. view.Files.Select(file => (file.Name, file.Content.ToArray()))], random);
            RecoveredRegion region = BlkRecovery.Recover(store.Bytes, new BlkRecoveryOptions(BlkCase.Known(store.Setup), store.Setup.WordSize));
            AssertSame(wanted, Live(region), random);
            foreach (BlkDump? dump in store.Dumps)
            {
                if (dump is not { IsErased: false }) continue;
                RecoveredRecord record = region.Records.Single(record => record.Name == $"dmesg-pstore_blk-{dump.Index}");
                Assert.Equal((dump.ReasonWord, (int)dump.Counter, dump.Seconds, dump.Nanoseconds), (record.Count!.Reason, record.Count.Times, record.Time!.Value.Seconds, record.Time.Value.Nanoseconds));
            }
        }
    }

    [Fact]
    public void A_wrong_layout_is_never_called_certain()
    {
        int right = 0, seen = 0;
        for (int seed = 0; seed < Stores; seed++)
        {
            RandomStore random = RandomStore.Create(seed);
            BlkSetup setup = random.Store.Setup;
            RecoveredRegion region = BlkRecovery.Recover(random.Store.Bytes, BlkRecoveryOptions.Nothing);
            if (region.Layout == null) Assert.Fail($"{region.Diagnostics[0].Message}: {random}");
            BlkParameters found = Assert.IsType<BlkLayout>(region.Layout).Parameters, wanted = BlkCase.ParametersOf(setup);
            foreach ((string name, long has, long should) in (ReadOnlySpan<(string, long, long)>)
            [
                ("kmsg_size", found.KmsgSize, wanted.KmsgSize), ("pmsg_size", found.PmsgSize, wanted.PmsgSize),
                ("console_size", found.ConsoleSize, wanted.ConsoleSize), ("ftrace_size", found.FtraceSize, wanted.FtraceSize),
                ("cpus", found.FtraceSize == 0 ? 0 : found.Cpus, wanted.FtraceSize == 0 ? 0 : wanted.Cpus),
            ])
            {
                if (has != should && region.Certainties[name] == Certainty.Found) Assert.Fail($"{name} 0x{has:x} found, 0x{should:x} written: {random}");
            }

            if (!random.Store.Rings.Any(ring => ring.IsWritten) && random.Store.Dumps.All(dump => dump == null)) continue;
            seen++;
            if (BlkTruth.Files(random.Store).Select(file => file.Name).SequenceEqual(Live(region).Select(file => file.Name))) right++;
        }

        Assert.Equal(seen, right);
    }

    [Fact]
    public void Stores_and_ramoops_regions_are_told_apart()
    {
        for (int seed = 0; seed < Stores; seed++)
        {
            Assert.False(BlkProbe.IsStore(Scan(RandomRegion.Create(seed).Region.Bytes)), $"region {seed}");
            RandomStore random = RandomStore.Create(seed);
            bool isWritten = random.Store.Rings.Any(ring => ring.IsWritten) || random.Store.Dumps.Any(dump => dump != null);
            Assert.True(isWritten == BlkProbe.IsStore(Scan(random.Store.Bytes)), $"{random}");
        }
    }

    [Fact]
    public void No_store_makes_the_decoder_throw_or_run_away()
    {
        const int mutationsEach = 40;
        long decoded = 0;
        RandomStore random = RandomStore.Create(0);
        for (int i = 0; i < s_mutations; i++)
        {
            if (i % mutationsEach == 0) random = RandomStore.Create(i / mutationsEach);
            byte[] image = Mutation.Of(random.Store.Bytes, new Random(i));
            BlkSetup setup = random.Store.Setup;
            try
            {
                BlkRecoveryOptions options = i % 2 == 0 ? BlkRecoveryOptions.Nothing : new BlkRecoveryOptions(BlkCase.Known(setup), setup.WordSize);
                RecoveredRegion region = BlkRecovery.Recover(image, options);
                long bytes = region.Records.Sum(record => (long)record.Content.Length);
                Assert.True(bytes <= (long)Limits.MaxUnpackRatio * image.Length * 4 + 65536, $"{bytes} bytes from {image.Length}");
                decoded += bytes;
                BlkKernelView.Read(image, BlkCase.ParametersOf(setup), BlkCase.View(setup));
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"image {i}, {random}: {problem}");
            }
        }

        Assert.True(decoded > s_mutations);
    }

    internal static IReadOnlyList<BlkHit> Scan(byte[] bytes)
    {
        var scan = new BlkScan(bytes.Length);
        scan.Add(bytes, 0);
        return scan.Hits;
    }

    private static List<(string Name, byte[] Content)> Live(RecoveredRegion region) =>
        [.. region.Records.Where(record => record.IsShownByKernel).Select(record => (record.Name, record.Content.ToArray()))];

    private static void AssertSame(List<(string Name, byte[] Content)> wanted, List<(string Name, byte[] Content)> found, RandomStore random)
    {
        Assert.True(wanted.Select(file => file.Name).SequenceEqual(found.Select(file => file.Name)), $"{string.Join(' ', found.Select(file => file.Name))}: {random}");
        for (int i = 0; i < wanted.Count; i++)
            Assert.True(wanted[i].Content.AsSpan().SequenceEqual(found[i].Content), $"{wanted[i].Name}: {random}");
    }
}
