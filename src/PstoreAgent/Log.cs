using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PstoreAgent;

/// <summary>Log lines on stderr. The logger is made with the first line: its thread costs time and memory.</summary>
internal static class Log
{
    // The provider alone: a LoggerFactory brings dependency injection and configuration binding into the file.
    private static ConsoleLoggerProvider? s_provider;
    private static ILogger? s_logger;

    public static LogLevel Level { get; set; } = LogLevel.Warning;

    public static void Debug(string message) => Write(LogLevel.Debug, message);

    public static void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>Writes out what is queued.</summary>
    public static void Close()
    {
        s_provider?.Dispose();
        s_provider = null;
        s_logger = null;
    }

    private static void Write(LogLevel level, string message)
    {
        if (level < Level) return;
        s_provider ??= new ConsoleLoggerProvider(new LogOptions(), [new LineFormatter()]);
        s_logger ??= s_provider.CreateLogger(LineFormatter.Program);
        s_logger.Log(level, default, message, null, static (text, _) => text);
    }
}
