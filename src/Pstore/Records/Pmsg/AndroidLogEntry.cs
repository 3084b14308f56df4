namespace Pstore.Records;

/// <summary>One record of Android's logger in a pmsg log (liblog, pmsg_writer.cpp).</summary>
/// <param name="Uid">User id, low 16 bits.</param>
/// <param name="Pid">Process id, low 16 bits.</param>
/// <param name="Tid">Thread id, low 16 bits.</param>
/// <param name="LogId">0 main, 1 radio, 2 events, 3 system, 4 crash, 5 stats, 6 security, 7 kernel.</param>
/// <param name="Time">Wall-clock time.</param>
/// <param name="Priority">2 verbose to 7 fatal for text, else 0.</param>
/// <param name="Tag">Where the tag stands in the log; empty for binary entries.</param>
/// <param name="Message">Where the message, or the binary payload, stands in the log.</param>
public readonly record struct AndroidLogEntry(
    int Uid, int Pid, int Tid, byte LogId, RecordTime Time, byte Priority, Range Tag, Range Message)
{
    /// <summary>"main", "radio", ….</summary>
    public string LogName => LogId switch
    {
        0 => "main",
        1 => "radio",
        2 => "events",
        3 => "system",
        4 => "crash",
        5 => "stats",
        6 => "security",
        _ => "kernel",
    };

    /// <summary>Whether the payload is binary: events, stats, security.</summary>
    public bool IsBinary => LogId is 2 or 5 or 6;

    /// <summary>V, D, I, W, E, F, or ? for what has no priority.</summary>
    public char PriorityLetter => Priority is >= 2 and <= 7 ? "VDIWEF"[Priority - 2] : '?';
}
