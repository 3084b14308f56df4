using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace PstoreAgent;

/// <summary>The console logger's options, which never change: every line goes to stderr, written by <see cref="LineFormatter"/>.</summary>
internal sealed class LogOptions : IOptionsMonitor<ConsoleLoggerOptions>
{
    public ConsoleLoggerOptions CurrentValue { get; } = new()
    {
        FormatterName = LineFormatter.Key,
        LogToStandardErrorThreshold = LogLevel.Trace,
    };

    public ConsoleLoggerOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
}
