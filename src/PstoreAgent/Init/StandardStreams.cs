using PstoreAgent.Native;
using Tmds.Linux;

namespace PstoreAgent.Init;

/// <summary>Standard input, output and error of a first process that the kernel found no console for.</summary>
internal static class StandardStreams
{
    private const string Console = "/dev/console";

    public static void OpenConsole()
    {
        FileDescriptor? console = null;
        for (int number = 0; number <= 2; number++)
        {
            if (LibC.fcntl(number, LibC.F_GETFD) >= 0) continue;
            console ??= FileDescriptor.Open(Console, LibC.O_RDWR, 0, out _);
            if (console == null) return;
            _ = LibC.dup2(console.Number, number);
        }

        console?.Dispose();
    }
}
