using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Benchmarks;

/// <summary>
/// Time of a collect with nothing to do, and with four records, by how many boots are archived already; and of
/// systemd-pstore with the same four files, which it moves and does not sync. All take turns, on a disk and on tmpfs,
/// where nothing waits for a disk: what is left there is the program's own time.
/// </summary>
internal static class ArchiveTable
{
    private const int Runs = 60;
    private const string Other = "/lib/systemd/systemd-pstore", OtherStore = "/var/lib/systemd/pstore", OtherFolder = "PSTORE_BENCH_FOLDER", MemoryStore = "PSTORE_BENCH_MEMORY", Load = "/proc/loadavg";

    private static readonly string[] s_names = ["console-ramoops-0", "dmesg-ramoops-0", "dmesg-ramoops-1", "pmsg-ramoops-0"];

    public static void Print(string fixtures, string agent)
    {
        string kind = Environment.GetEnvironmentVariable(MemoryStore) == null ? "on a disk" : "on tmpfs";
        string root = Directory.CreateTempSubdirectory("pstore-bench-").FullName, files = Path.Combine(root, "sys/fs/pstore");
        try
        {
            CopyFiles(fixtures, files);
            Console.WriteLine($"{"Archive " + kind,-36} Nothing ms   4 records ms");
            List<Contender> contenders = [.. ((int[])[0, 10, 1000, 10000]).Select(boots => Agent(agent, root, boots))];
            if (Environment.GetEnvironmentVariable(OtherFolder) is { } folder && File.Exists(Other)) contenders.Add(SystemdPstore(files, folder));
            else Console.WriteLine("systemd-pstore: not here, or no mount namespace for it");
            for (int run = 0; run < Runs; run++)
                foreach (Contender contender in contenders) contender.Run();
            foreach (Contender contender in contenders) Console.WriteLine(contender.Line);
            if (File.Exists(Load)) Console.WriteLine($"Load: {string.Join(' ', File.ReadAllText(Load).Split(' ')[..3])} on {Environment.ProcessorCount} cores");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static Contender Agent(string agent, string root, int boots)
    {
        string store = Path.Combine(root, $"store-{boots}"), index = Path.Combine(store, "index");
        Fill(store, boots);
        long length = boots == 0 ? 0 : new FileInfo(index).Length;
        return new Contender($"collect, {boots} boots archived", agent, ["collect", store, "--root", root, "--source", "pstore"], () =>
        {
            string made = Path.Combine(store, (boots + 1).ToString("D8", CultureInfo.InvariantCulture) + "-00000000");
            if (Directory.Exists(made)) Directory.Delete(made, recursive: true);
            if (!File.Exists(index)) return;
            using var file = new FileStream(index, FileMode.Open);
            file.SetLength(length);
        });
    }

    private static Contender SystemdPstore(string files, string folder) => new("systemd-pstore", Other, [], () =>
    {
        if (Directory.Exists(OtherStore)) foreach (string entry in Directory.GetFileSystemEntries(OtherStore)) Remove(entry);
        foreach (string name in s_names) File.Copy(Path.Combine(files, name), Path.Combine(folder, name), overwrite: true);
    });

    private static void Remove(string entry)
    {
        if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
        else File.Delete(entry);
    }

    private static void CopyFiles(string fixtures, string files)
    {
        Directory.CreateDirectory(files);
        string first = Path.Combine(fixtures, "captures/01-one-panic/pstore"), second = Path.Combine(fixtures, "captures/11-compress-zstd/pstore");
        foreach (string name in s_names)
            File.Copy(Path.Combine(name.EndsWith('1') ? second : first, name.Replace("-1", "-0", StringComparison.Ordinal)), Path.Combine(files, name));
    }

    /// <summary>A store as that many boots leave it, of records that nobody has.</summary>
    private static void Fill(string store, int boots)
    {
        Directory.CreateDirectory(store);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(store, (UnixFileMode)0x1C0);
        var index = new StringBuilder();
        for (int boot = 1; boot <= boots; boot++)
        {
            string name = boot.ToString("D8", CultureInfo.InvariantCulture) + "-00000000", entry = Path.Combine(store, name);
            Directory.CreateDirectory(entry);
            File.WriteAllText(Path.Combine(entry, "meta.json"), "{}\n");
            string[] digests = [.. Enumerable.Range(0, 5).Select(record => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{boot}.{record}")))[..32])];
            index.Append(CultureInfo.InvariantCulture, $"{name} 12288 3 time=1790000000 {string.Join(',', digests)}\n");
        }

        if (boots > 0) File.WriteAllText(Path.Combine(store, "index"), index.ToString());
    }
}
