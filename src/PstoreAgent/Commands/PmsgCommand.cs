using System.Text;
using PstoreAgent.CommandLine;
using PstoreAgent.Control.Pmsg;
using PstoreAgent.Discovery;
using PstoreAgent.Native;

namespace PstoreAgent.Commands;

/// <summary>Writes user messages, or the reason for a restart, to the kernel's pmsg device.</summary>
internal sealed class PmsgCommand(CommonOptions common, IReadOnlyList<string> words, string? tag, bool raw)
{
    private const string ReasonTag = "reason", DefaultTag = "user";
    private const char Replacement = '\uFFFD';
    private const int StandardInput = 0, MostUnknown = 1 << 20;

    public static PmsgCommand From(ParsedLine line, OptionValues values, CommonOptions common) =>
        new(common, line.Arguments, values.Text("--tag"), values.Has("--raw"));

    public int Run()
    {
        if (raw && tag != null) throw new UsageException("--raw writes the bytes as they are: without --tag");
        string text = string.Join(' ', words.Skip(1));
        if (raw && text.Contains(Replacement)) throw new UsageException("--raw: the words are no valid UTF-8 and would not stay as they are; give them on standard input");
        switch (words[0])
        {
            case "write":
                Write(text);
                return ExitCode.Ok;
            case "reason":
                if (raw || tag != null) throw new UsageException("pmsg reason has a tag of its own: without --raw and --tag");
                if (text.Trim().Length == 0) throw new UsageException("pmsg reason needs the reason, such as: pmsg reason update 'to 2.1'");
                DiscoveryResult machine = RegionDiscovery.Find(common);
                using (PmsgDevice device = PmsgDevice.Open(machine))
                    new PmsgRecords(device, machine.Machine).WriteLine(Encoding.UTF8.GetBytes(ReasonTag), Encoding.UTF8.GetBytes(text), onItsOwn: true);
                return ExitCode.Ok;
            default:
                throw new UsageException($"pmsg: '{words[0]}' is neither write nor reason");
        }
    }

    private void Write(string text)
    {
        byte[] tagBytes = PmsgTag.Check(tag ?? DefaultTag);
        DiscoveryResult found = RegionDiscovery.Find(common);
        using PmsgDevice device = PmsgDevice.Open(found);
        var records = new PmsgRecords(device, found.Machine);
        if (words.Count > 1 && text != "-")
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (raw) records.WriteRaw(bytes);
            else records.WriteLine(tagBytes, bytes);
            return;
        }

        using FileDescriptor input = FileDescriptor.Adopt(StandardInput);
        int most = device.MostBytes ?? MostUnknown;
        if (raw)
        {
            byte[] all = input.ReadToEnd(most + 1, out int errno) ?? throw new AgentException(Errno.ExitCodeForReading(errno), $"standard input: {Errno.Text(errno)}");
            if (all.Length > most) throw new AgentException(ExitCode.Data, $"standard input is longer than the pmsg zone, which holds {most} bytes; nothing was written");
            records.WriteRaw(all);
            return;
        }

        var lines = new InputLines(input, most);
        int tooLong = 0;
        while (lines.TryRead(out ReadOnlySpan<byte> line))
            if (!records.TryWriteLine(tagBytes, line)) tooLong++;
        tooLong += lines.TooLong;
        if (tooLong > 0) throw new AgentException(ExitCode.Data, $"{tooLong} {(tooLong == 1 ? "line" : "lines")} of standard input would be longer than the pmsg zone, which holds {most} bytes; only the others were written");
    }
}
