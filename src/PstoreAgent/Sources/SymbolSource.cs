using Pstore.Ram;
using Pstore.Recovery;
using Pstore.Symbols;
using Pstore.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Sources.Images;

namespace PstoreAgent.Sources;

/// <summary>Reads --symbols and settles the KASLR offset.</summary>
internal static class SymbolSource
{
    public static SymbolTable? Read(CommonOptions options)
    {
        if (options.Symbols is not { } file) return null;
        SymbolTable table = SymbolTable.Parse(ImageSource.Read(file, 0, null).Bytes);
        if (table.Count == 0) throw new AgentException(ExitCode.Data, $"{file}: no symbols; it takes a System.map or a copy of /proc/kallsyms");
        if (table.Count == 1) throw new AgentException(ExitCode.Data, $"{file}: all addresses are the same; kallsyms shows them to root only");
        return table;
    }

    /// <summary>The offset that was given, or the one that the crashed kernel logged.</summary>
    public static ulong KaslrOffset(CommonOptions options, RecoveredRegion region)
    {
        if (options.KaslrOffset is { } given) return given;
        foreach (RecoveredRecord record in region.Records)
        {
            if (record.Kind is not (ZoneKind.Dmesg or ZoneKind.Console) || !KaslrText.TryFind(record.Content.Span, out ulong offset) || offset == 0) continue;
            Log.Warning($"KASLR offset 0x{offset:x} taken from {record.Name}; --kaslr-offset names another");
            return offset;
        }

        return 0;
    }
}
