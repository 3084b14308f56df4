using Pstore;
using PstoreAgent.Sources.Images;

namespace PstoreAgent.Discovery.Facts;

/// <summary>The configuration that the running kernel was built with: /proc/config.gz, else /boot/config-RELEASE.</summary>
internal sealed class KernelConfig
{
    private const int HeadSize = 512;
    private const string Packed = "/proc/config.gz";

    // Any real configuration has it; a cut or foreign file must not make every option "not set".
    private static ReadOnlySpan<byte> Sign => "CONFIG_"u8;

    private readonly byte[] _text;

    private KernelConfig(byte[] text, string? origin) => (_text, Origin) = (text, origin);

    /// <summary>The file; null when there is none.</summary>
    public string? Origin { get; }

    public static KernelConfig Read(MachineRoot root)
    {
        if (root.TryReadBytes(Packed, DiscoveryLimits.KernelConfig, out byte[] packed) == ReadState.Read && Unpack(packed) is { } text)
            return new KernelConfig(text, Packed);
        string release = RunningKernel.ReleaseName(root);
        string file = $"/boot/config-{release}";
        return release.Length > 0 && !release.Contains('/') && root.TryReadBytes(file, DiscoveryLimits.KernelConfig, out byte[] plain) == ReadState.Read && IsConfig(plain)
            ? new KernelConfig(plain, file)
            : new KernelConfig([], null);
    }

    /// <summary>The configuration in a file that the user names, plain or gzip.</summary>
    /// <exception cref="AgentException">It can't be read, or is none.</exception>
    public static KernelConfig ReadFile(string file)
    {
        byte[] bytes = NamedFile.Read(file, DiscoveryLimits.KernelConfig, "a kernel configuration");
        byte[] text = bytes is [0x1F, 0x8B, ..] ? Unpack(bytes, file) : bytes;
        return IsConfig(text) ? new KernelConfig(text, file) : throw new AgentException(ExitCode.Data, $"{file}: no kernel configuration: it has no line CONFIG_…");
    }

    /// <summary>The value of an option, named with its CONFIG_.</summary>
    public ConfigValue ValueOf(string option) =>
        Origin == null ? ConfigValue.Unknown
        : TextOf(option) is not { } text || text == "n" ? ConfigValue.No
        : text == "m" ? ConfigValue.Module : ConfigValue.Yes;

    /// <summary>The value as written, without quotes; null where it is not set, or nothing can be read.</summary>
    public string? TextOf(string option)
    {
        byte[] wanted = System.Text.Encoding.ASCII.GetBytes($"{option}=");
        ReadOnlySpan<byte> rest = _text;
        int at = rest.StartsWith(wanted) ? 0 : rest.IndexOf([(byte)'\n', .. wanted]) + 1;
        if (at == 0 && !rest.StartsWith(wanted)) return null;
        rest = rest[(at + wanted.Length)..];
        int end = rest.IndexOf((byte)'\n');
        return System.Text.Encoding.Latin1.GetString(end < 0 ? rest : rest[..end]).Trim().Trim('"');
    }

    /// <summary>The kernel that it is for, by its head: "# Linux/arm64 6.1.192 Kernel Configuration".</summary>
    public KernelVersion? Kernel
    {
        get
        {
            const string end = " Kernel Configuration";
            foreach (string line in System.Text.Encoding.Latin1.GetString(_text.AsSpan(0, Math.Min(_text.Length, HeadSize))).Split('\n'))
            {
                if (!line.StartsWith("# Linux/", StringComparison.Ordinal) || !line.EndsWith(end, StringComparison.Ordinal)) continue;
                string release = line[..^end.Length];
                return KernelVersion.TryParse(release.AsSpan(release.LastIndexOf(' ') + 1), out KernelVersion version) ? version : null;
            }

            return null;
        }
    }

    private static byte[]? Unpack(byte[] packed)
    {
        try
        {
            return Unpack(packed, Packed) is { } text && IsConfig(text) ? text : null;
        }
        catch (AgentException)
        {
            return null;
        }
    }

    private static byte[] Unpack(byte[] packed, string name)
    {
        var reader = new GzipReader(new BytesReader(packed), name);
        byte[] text = new byte[DiscoveryLimits.KernelConfig];
        int length = 0;
        while (length < text.Length && reader.Read(text.AsSpan(length)) is > 0 and var count) length += count;
        return text[..length];
    }

    private static bool IsConfig(ReadOnlySpan<byte> text) => text.IndexOf(Sign) >= 0;
}
