using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using PstoreAgent.Output;

namespace PstoreAgent;

/// <summary>One line a message, as the errors are: "pstore-agent: warning: …". File names and records in it can't drive the terminal.</summary>
internal sealed class LineFormatter() : ConsoleFormatter(Key)
{
    public const string Key = "line";
    public const string Program = "pstore-agent";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = logEntry.Formatter?.Invoke(logEntry.State, logEntry.Exception) ?? "";
        textWriter.Write($"{Program}: {Word(logEntry.LogLevel)}: {TerminalText.OneLine(message)}\n");
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
