using Pstore.Records;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;

namespace PstoreAgent.Control.Pmsg;

/// <summary>Makes records of texts, with time and boot, and writes them.</summary>
internal sealed class PmsgRecords(IPmsgTarget target, Machine machine)
{
    private readonly uint _boot = BootNumber.Of(machine);

    /// <summary>Writes a line.</summary>
    /// <exception cref="AgentException">It is longer than the zone, or can't be written.</exception>
    public void WriteLine(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text)
    {
        byte[] line = new byte[PmsgLineText.MostBytes(tag.Length, text.Length)];
        int length = PmsgLineText.Write(line, Clock.WallTime, Clock.UptimeNanoseconds / 1_000_000, _boot, tag, text);
        WriteRaw(line.AsSpan(0, length));
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
}
