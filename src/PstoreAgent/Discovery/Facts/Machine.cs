using System.Globalization;
using PstoreAgent.Native;

namespace PstoreAgent.Discovery.Facts;

/// <summary>Facts of one machine, each read when it is first asked for. Null is: can't be told.</summary>
/// <param name="root">Where its files lie.</param>
/// <param name="kernelLog">The log to read; null is the machine's own.</param>
/// <param name="given">What counts in place of the machine's files.</param>
internal sealed class Machine(MachineRoot root, IKernelLog? kernelLog = null, GivenFacts? given = null)
{
    private const string Drivers = "/sys/bus/platform/drivers", Driver = Drivers + "/ramoops";

    private const string Integrity = "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY", Confidentiality = "CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY";

    private const string LockdownFile = "/sys/kernel/security/lockdown";

    private readonly Lazy<RunningKernel?> _kernel = new(() => RunningKernel.Read(root));
    private readonly Lazy<KernelConfig> _config = new(() => given?.ConfigFile is { } file ? KernelConfig.ReadFile(file) : KernelConfig.Read(root));
    private readonly Lazy<Iomem> _iomem = new(() => Iomem.Read(root));
    private readonly Lazy<ProcessRights> _rights = new(() => ProcessRights.Read(root));
    private readonly Lazy<byte[]> _log = new(() => (kernelLog ?? new KernelLog(root)).Read(out byte[] text) == ReadState.Read ? text : []);
    private readonly Lazy<string?> _commandLine = new(() => given?.CommandLine == null ? ReadCommandLine(root) : null);
    private readonly Lazy<IReadOnlyList<MountPoint>> _mounts = new(() => MountPoint.ReadAll(root));
    private readonly Lazy<bool?> _bound = new(() => FindDriver(root));

    public MachineRoot Root => root;

    public RunningKernel? RunningKernel => _kernel.Value;

    public Iomem Iomem => _iomem.Value;

    /// <summary>The running kernel's log; empty where it can't be read.</summary>
    public byte[] KernelLogText => _log.Value;

    public ProcessRights Rights => _rights.Value;

    /// <summary>nr_cpu_ids: one more than the highest possible CPU number, whatever is online.</summary>
    public int? Cpus => Word("/sys/devices/system/cpu/possible") is { } list ? CpuList.CountOfIds(list) : null;

    /// <summary>The backend that pstore uses; null too when it has none.</summary>
    public string? PstoreBackend => PstoreOwner.Find(this);

    /// <summary>Whether the ramoops driver holds a region.</summary>
    public bool? DriverBound
    {
        get
        {
            if (_bound.Value == true || PstoreBackend == "ramoops" || IomemZones.Of(Iomem).Count > 0) return true;
            return _bound.Value;
        }
    }

    /// <summary>"none", "integrity" or "confidentiality"; where securityfs is not mounted, what the kernel command line asks for.</summary>
    public string? Lockdown
    {
        get
        {
            string words = Word(LockdownFile) ?? "";
            int open = words.IndexOf('['), close = words.IndexOf(']');
            if (open >= 0 && close > open) return words[(open + 1)..close];
            return Argument("lockdown") ?? LockdownOption switch { Integrity => "integrity", Confidentiality => "confidentiality", _ => null };
        }
    }

    /// <summary>The option of the kernel that locks it down from its start; null without one.</summary>
    public string? LockdownOption => ConfigText(Confidentiality) == "y" ? Confidentiality : ConfigText(Integrity) == "y" ? Integrity : null;

    /// <summary>Where <see cref="Lockdown"/> was read.</summary>
    public string LockdownOrigin => Word(LockdownFile) != null ? LockdownFile : Argument("lockdown") != null ? "the kernel command line" : LockdownOption ?? "the kernel configuration";

    /// <summary>
    /// The kernel command line with what is built into the kernel; null where it can't be read. /proc/cmdline has it so, a line that the user
    /// names is what the boot loader passes.
    /// </summary>
    public string? CommandLine => _commandLine.Value ?? BuiltInCommandLine.Join(given?.CommandLine, _config.Value);

    /// <summary>The words that are built into the kernel; null without any.</summary>
    public string? BuiltInWords => BuiltInCommandLine.Words(_config.Value);

    /// <summary>Whether the built-in words are all that the kernel takes, or come last and so count first.</summary>
    public bool BuiltInWordsCount => BuiltInCommandLine.IsForced(_config.Value) || BuiltInCommandLine.IsLast(_config.Value) || BuiltInWords == CommandLine;

    /// <summary>Whether a parameter of type bool is set, by the last word of the kernel command line that names it (kstrtobool); bare is set.</summary>
    public bool IsSwitchedOn(string name)
    {
        bool on = false;
        foreach ((string word, string? value) in KernelCommandLine.Parse(CommandLine ?? ""))
            if (KernelCommandLine.Canonical(word) == name) on = value is null or ['y' or 'Y' or 't' or 'T' or '1', ..] or ['o' or 'O', 'n' or 'N', ..];
        return on;
    }

    /// <summary>The value of an argument on the kernel command line, of several the last; null without one.</summary>
    public string? Argument(string name) =>
        KernelCommandLine.Parse(CommandLine ?? "").LastOrDefault(word => KernelCommandLine.Canonical(word.Key) == name).Value;

    /// <summary>Whether the kernel command line has a word, with or without a value.</summary>
    public bool HasArgument(string name) =>
        KernelCommandLine.Parse(CommandLine ?? "").Exists(word => KernelCommandLine.Canonical(word.Key) == name);

    /// <summary>What is mounted, in the order of mounting; empty where that can't be read.</summary>
    public IReadOnlyList<MountPoint> Mounts => _mounts.Value;

    /// <summary>Seconds since it was switched on.</summary>
    public double? Uptime =>
        Word("/proc/uptime") is { } words && double.TryParse(words.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    public string? BootId => Word("/proc/sys/kernel/random/boot_id");

    /// <summary>The file that <see cref="ConfigOption"/> reads; null when there is none.</summary>
    public string? ConfigOrigin => _config.Value.Origin;

    /// <summary>How an option, named with its CONFIG_, was built.</summary>
    public ConfigValue ConfigOption(string name) => _config.Value.ValueOf(name);

    /// <summary>The value of an option as written, without quotes; null where it is not set.</summary>
    public string? ConfigText(string name) => _config.Value.TextOf(name);

    /// <summary>The lines of /proc/iomem that cover a range whole; null when there are none, or they can't be read.</summary>
    public IomemCover? IomemLine(ulong address, long size) => Iomem.Covering(address, size);

    /// <summary>A small file of /proc or /sys, without white space at its ends; null where it is empty or can't be read.</summary>
    public string? Word(string path) =>
        root.TryReadText(path, DiscoveryLimits.Word, out string text) == ReadState.Read && text.Length > 0 ? text : null;

    private static string? ReadCommandLine(MachineRoot root) =>
        root.TryReadText("/proc/cmdline", DiscoveryLimits.CommandLine, out string line) == ReadState.Read ? line : null;

    // A driver's folder has a link for each device that it holds, and one to its module.
    private static bool? FindDriver(MachineRoot root)
    {
        if (root.TryListDirectory(Driver, out IReadOnlyList<DirectoryEntry> entries) == ReadState.Read)
        {
            foreach (DirectoryEntry entry in entries)
                if (entry is { IsLink: true, Name: not "module" }) return true;
            return false;
        }

        return root.DirectoryExists(Drivers) ? false : null;
    }
}
