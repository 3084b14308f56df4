using PstoreAgent;
using PstoreAgent.CommandLine;
using PstoreAgent.Commands;
using PstoreAgent.Control;
using PstoreAgent.Control.CrashTests;
using PstoreAgent.Init;
using PstoreAgent.Native;
using PstoreAgent.Output;
using PstoreAgent.Sources.Memory;

if (args.Length > 0 && args[0] == MemoryChild.Verb) return MemoryChild.Run(args);
if (args.Length > 0 && args[0] == StoreChild.Verb) return StoreChild.Run(args);
if (args.Length > 0 && args[0] == CrashTrigger.Verb) return CrashTrigger.Run(args);
Signals.KeepFileLimitAnError();
if (args.Length > 0 && args[0] == BackgroundProcess.Verb) return BackgroundProcess.Run(args);
if (FirstProcess.IsThis) FirstProcess.Run();
try
{
    var output = new StandardOutput();
    int code = Dispatcher.Run(new ArgumentParser(args).Parse(), output);
    output.Flush();
    return code;
}
catch (AgentException problem)
{
    // What was logged before comes first.
    Log.Close();
    StandardError.Line($"pstore-agent: {problem.Message}");
    return problem.ExitCode;
}
catch (OutOfMemoryException)
{
    StandardError.Line("pstore-agent: out of memory; name the region with --offset and --mem-size if the image is large");
    return ExitCode.InputOutput;
}
finally
{
    Log.Close();
}
