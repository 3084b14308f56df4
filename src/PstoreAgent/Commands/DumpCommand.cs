using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Saves the raw region, and beside it what the machine says of it.</summary>
internal sealed class DumpCommand(CommonOptions common, string target, bool force)
{
    private const string DefaultName = "region.bin";

    public int Run(StandardOutput output)
    {
        bool isDirectory = target.EndsWith('/') || Directory.Exists(target);
        var directory = new OutputDirectory(isDirectory ? target : Folder(target));
        string name = isDirectory ? DefaultName : Path.GetFileName(target);
        RegionInput input = RecordInput.ReadRegion(common, out DiscoveryResult? discovery);
        if (isDirectory) directory.Create();
        if (!force)
        {
            directory.RefuseTaken(name);
            directory.RefuseTaken(name + DumpNote.Suffix);
        }

        // The note goes first: a dump without it says less than it could, and a killed run leaves one file or none.
        directory.Write(name + DumpNote.Suffix, DumpNoteText.Of(input, discovery), null, force);
        try
        {
            directory.Write(name, input.Snapshot.Bytes.Span, null, force);
        }
        catch (AgentException)
        {
            directory.Remove(name + DumpNote.Suffix);
            throw;
        }

        if (discovery?.Machine.DriverBound == true)
            Log.Warning("the driver is bound: what the boot before left in console and pmsg is no longer in memory; pstore-agent extract saves it out of the pstore file system");
        string place = input.Snapshot.Address is { } address ? $" at 0x{address:x}" : "";
        output.Line(TerminalText.OneLine($"{SizeWords(input)}{place} in {Path.Combine(directory.Path, name)}"));
        return ExitCode.Ok;
    }

    private static string SizeWords(RegionInput input) => Reports.SizeText.Of(input.Snapshot.Bytes.Length);

    private static string Folder(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";
}
