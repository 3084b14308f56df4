using PstoreAgent.Sources.Images;

namespace PstoreAgent.Discovery.Facts;

/// <summary>The configuration that the running kernel was built with: /proc/config.gz, else /boot/config-RELEASE.</summary>
internal sealed class KernelConfig
{
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

    /// <summary>The value of an option, named with its CONFIG_.</summary>
    public ConfigValue ValueOf(string option)
    {
        if (Origin == null) return ConfigValue.Unknown;
        byte[] wanted = System.Text.Encoding.ASCII.GetBytes($"\n{option}=");
        int at = _text.AsSpan().IndexOf(wanted);
        if (at < 0) return ConfigValue.No;
        return _text.AsSpan(at + wanted.Length).StartsWith("m\n"u8) ? ConfigValue.Module : ConfigValue.Yes;
    }

    private static byte[]? Unpack(byte[] packed)
    {
        try
        {
            var reader = new GzipReader(new BytesReader(packed), Packed);
            byte[] text = new byte[DiscoveryLimits.KernelConfig];
            int length = 0;
            while (length < text.Length && reader.Read(text.AsSpan(length)) is > 0 and var count) length += count;
            return IsConfig(text.AsSpan(0, length)) ? text[..length] : null;
        }
        catch (AgentException)
        {
            return null;
        }
    }

    private static bool IsConfig(ReadOnlySpan<byte> text) => text.IndexOf(Sign) >= 0;
}
