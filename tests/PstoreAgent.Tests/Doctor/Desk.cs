using PstoreAgent.Tests.Discovery;

namespace PstoreAgent.Tests.Doctor;

/// <summary>A good set-up as files, to be broken in one place, and what doctor finds in it.</summary>
internal sealed class Desk : IDisposable
{
    private const string Good = """
        CONFIG_X86_64 is not here
        CONFIG_MISC_FILESYSTEMS=y
        CONFIG_PRINTK=y
        CONFIG_LOG_BUF_SHIFT=14
        CONFIG_PSTORE=y
        CONFIG_PSTORE_COMPRESS=y
        CONFIG_PSTORE_DEFLATE_COMPRESS=y
        CONFIG_PSTORE_CONSOLE=y
        CONFIG_PSTORE_PMSG=y
        CONFIG_PSTORE_FTRACE=y
        CONFIG_PSTORE_RAM=y
        CONFIG_FUNCTION_TRACER=y
        CONFIG_DEVMEM=y
        CONFIG_STRICT_DEVMEM=y
        # CONFIG_IO_STRICT_DEVMEM is not set
        CONFIG_MAGIC_SYSRQ=y
        CONFIG_MAGIC_SYSRQ_DEFAULT_ENABLE=0x1
        CONFIG_CONSOLE_LOGLEVEL_DEFAULT=7
        CONFIG_PANIC_TIMEOUT=5

        """;

    private readonly FakeMachine _files = new();

    public TreeNode Tree { get; } = GoodTree();

    public string Config { get; set; } = Good;

    public string CommandLine { get; set; } = "console=ttyAMA0,115200";

    public string Kernel { get; set; } = "6.1.192";

    /// <summary>A file of this desk.</summary>
    public FakeMachine Files => _files;

    public static TreeNode GoodTree()
    {
        TreeNode tree = Trees.Board();
        tree.Node().Bytes("no-map").Cells("ftrace-size", 0x4000);
        tree["memory@40000000"].Cells("reg", 0, 0x40000000, 0, 0x20000000, 8, 0x78000000, 0, 0x10000000);
        return tree;
    }

    /// <summary>Changes an option of the kernel; null takes it out.</summary>
    public Desk WithOption(string option, string? value)
    {
        string[] lines = [.. Config.Split('\n').Where(line => !line.StartsWith($"CONFIG_{option}=", StringComparison.Ordinal))];
        Config = string.Join('\n', lines) + (value == null ? "" : $"CONFIG_{option}={value}\n");
        return this;
    }

    /// <summary>The same region by parameters; the node only reserves it.</summary>
    public Desk ByParameters(string parameters = "ramoops.mem_address=0x880000000 ramoops.mem_size=0x100000 ramoops.record_size=0x8000 ramoops.console_size=0x8000 ramoops.ftrace_size=0x4000 ramoops.pmsg_size=0x1000 ramoops.ecc=1")
    {
        Tree.Node().Without("compatible");
        CommandLine += " " + parameters;
        return this;
    }

    /// <summary>Does what a line of a fix says, as far as files on a desk can have it.</summary>
    public void Apply(FixLine fix)
    {
        if (fix.Place == "device_tree") TreeLines.Apply(Tree, fix);
        else if (fix.Place == "kernel_config") Configure(fix.Line);
        else if (fix.Place == "command_line") CommandLine = FixLine.Words(CommandLine, fix.Line, fix.Kind == "set");
    }

    private void Configure(string line)
    {
        string option = line.TrimStart('#', ' ').Split('=', ' ')[0];
        string[] lines = [.. Config.Split('\n').Where(other => other.TrimStart('#', ' ').Split('=', ' ')[0] != option)];
        Config = string.Join('\n', lines).TrimEnd('\n') + $"\n{line}\n";
    }

    public Findings Check()
    {
        _files.With("/board.dtb", Tree.ToBlob()).With("/config", Config);
        return Findings.Of(Agent.Run("doctor", "--json", "--exit-code", "--dtb", _files.FullName("/board.dtb"), "--config", _files.FullName("/config"), "--cmdline", CommandLine, "--kernel", Kernel));
    }

    public void Dispose() => _files.Dispose();
}
