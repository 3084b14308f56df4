using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PstoreAgent;

/// <summary>Log lines on stderr. The logger is made with the first line: it costs more time than all the rest.</summary>
internal static class Log
{
    private static ILoggerFactory? s_factory;
    private static ILogger? s_logger;

    public static LogLevel Level { get; set; } = LogLevel.Warning;

    public static void Debug(string message) => Write(LogLevel.Debug, message);

    public static void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>Writes out what is queued.</summary>
    public static void Close()
    {
        s_factory?.Dispose();
        s_factory = null;
        s_logger = null;
    }

    private static void Write(LogLevel level, string message)
    {
        if (level < Level) return;
        s_factory ??= LoggerFactory.Create(builder =>
        {
            builder.Services.AddSingleton<ConsoleFormatter, LineFormatter>();
            builder.SetMinimumLevel(Level).AddConsole(options =>
            {
                options.FormatterName = LineFormatter.Key;
                options.LogToStandardErrorThreshold = LogLevel.Trace;
            });
        });
        s_logger ??= s_factory.CreateLogger(LineFormatter.Program);
#pragma warning disable CA1848, CA2254 // A few lines in a process that lives for milliseconds.
        s_logger.Log(level, message);
#pragma warning restore CA1848, CA2254
    }
}
