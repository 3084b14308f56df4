using PstoreAgent.CommandLine;
using PstoreAgent.Discovery;
using PstoreAgent.Output;
using PstoreAgent.Sources;

namespace PstoreAgent.Commands;

/// <summary>Saves the raw region, and beside it what the machine says of it.</summary>
internal sealed class DumpCommand(CommonOptions common, string target, bool force)
{
    public int Run(StandardOutput output)
    {
        bool isDirectory = target.EndsWith('/') || Directory.Exists(target);
        var directory = new OutputDirectory(isDirectory ? target : Folder(target));
        IReadOnlyList<StoreInput> inputs = RecordInput.ReadStores(common, out DiscoveryResult? discovery);
        if (isDirectory) directory.Create();
        if (!isDirectory && inputs.Count > 1)
        {
            Log.Warning($"there is a store of {inputs[1].Snapshot.Format.Backend} too: name a directory for both, or --backend");
            inputs = [inputs[0]];
        }

        foreach (StoreInput input in force ? [] : inputs)
        {
            directory.RefuseTaken(Name(input, isDirectory));
            directory.RefuseTaken(Name(input, isDirectory) + DumpNote.Suffix);
        }

        foreach (StoreInput input in inputs) Save(directory, Name(input, isDirectory), input, discovery, output);
        return ExitCode.Ok;
    }

    private string Name(StoreInput input, bool isDirectory) => isDirectory ? input.Snapshot.FileName : Path.GetFileName(target);

    /// <summary>The note goes first: a dump without it says less than it could, and a killed run leaves one file or none.</summary>
    private void Save(OutputDirectory directory, string name, StoreInput input, DiscoveryResult? discovery, StandardOutput output)
    {
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

        if (input is RegionInput && discovery?.Machine.DriverBound == true)
            Log.Warning("the driver is bound: what the boot before left in console and pmsg is no longer in memory; pstore-agent extract saves it out of the pstore file system");
        string place = input.Snapshot.Address is { } address ? $" at 0x{address:x}" : "";
        output.Line(TerminalText.OneLine($"{Reports.SizeText.Of(input.Snapshot.Bytes.Length)}{place} in {Path.Combine(directory.Path, name)}"));
    }

    private static string Folder(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";
}
