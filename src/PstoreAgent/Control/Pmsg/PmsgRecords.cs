using Pstore.Records;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Control.Pmsg;

/// <summary>Makes records of texts, with time and boot, and writes them.</summary>
internal sealed class PmsgRecords(IPmsgTarget target, Machine machine)
{
    private readonly uint _boot = BootNumber.Of(machine);

    /// <summary>Writes a line.</summary>
    /// <param name="tag">Whom it is from.</param>
    /// <param name="text">Anything.</param>
    /// <param name="onItsOwn">Whether a newline goes before it: what another has written last may not end with one.</param>
    /// <exception cref="AgentException">It is longer than the zone, or can't be written.</exception>
    public void WriteLine(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text, bool onItsOwn = false)
    {
        byte[] newline = onItsOwn ? "\n"u8.ToArray() : [];
        WriteRaw([.. newline, .. Line(tag, text)]);
    }

    /// <summary>Writes a line, unless it is longer than the zone.</summary>
    /// <exception cref="AgentException">It can't be written.</exception>
    public bool TryWriteLine(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = Line(tag, text);
        if (line.Length > target.MostBytes) return false;
        target.Write(line);
        return true;
    }

    /// <summary>Writes bytes as they are.</summary>
    /// <exception cref="AgentException">They are more than the zone holds, or can't be written.</exception>
    public void WriteRaw(ReadOnlySpan<byte> record)
    {
        if (record.IsEmpty) return;
        if (record.Length > target.MostBytes)
            throw new AgentException(ExitCode.Data, $"a record of {record.Length} bytes is longer than the pmsg zone, which holds {target.MostBytes}; nothing was written");
        target.Write(record);
    }

    private ReadOnlySpan<byte> Line(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text)
    {
        byte[] line = new byte[PmsgLineText.MostBytes(tag.Length, text.Length)];
        return line.AsSpan(0, PmsgLineText.Write(line, Clock.WallTime, Clock.UptimeNanoseconds / 1_000_000, _boot, tag, text));
    }
}
