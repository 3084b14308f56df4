using PstoreAgent.CommandLine;
using PstoreAgent.Control.Pmsg;

namespace PstoreAgent.Commands;

/// <summary>The options of heartbeat.</summary>
internal sealed record HeartbeatOptions
{
    /// <summary>The longest line of a heartbeat, with the longest tag.</summary>
    public const int LeastZone = 160;

    private const string DefaultTag = "heartbeat", Background = "--background";
    private const long DefaultInterval = 5000, LeastInterval = 10, MostInterval = 86_400_000;

    public required long IntervalMilliseconds { get; init; }

    public required byte[] Tag { get; init; }

    public bool InBackground { get; init; }

    /// <summary>Whether the zone in memory is written where there is no device.</summary>
    public bool ToMemory { get; init; }

    /// <summary>The program to go with, or null.</summary>
    public string? Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The words of a command line that does the same in the foreground.</summary>
    public IReadOnlyList<string> ForegroundWords { get; init; } = [];

    public static HeartbeatOptions From(ParsedLine line, OptionValues values)
    {
        string? program = values.Text("--exec");
        if (program == null && line.Arguments.Count > 0) throw new UsageException("heartbeat has arguments only for the program of --exec: heartbeat --exec PROGRAM -- ARG...");
        return new HeartbeatOptions
        {
            IntervalMilliseconds = values.Duration("--interval", LeastInterval, MostInterval) ?? DefaultInterval,
            Tag = PmsgTag.Check(values.Text("--tag") ?? DefaultTag),
            InBackground = values.Has(Background),
            ToMemory = values.Has("--mem"),
            Program = program,
            Arguments = line.Arguments,
            ForegroundWords =
            [
                line.Command.Name,
                .. line.Values.Where(option => option.Key != Background).Select(option => option.Value.Length == 0 ? option.Key : $"{option.Key}={option.Value}"),
                "--", .. line.Arguments,
            ],
        };
    }
}
