namespace Kernel.Tests.Bed;

/// <summary>A boot that did not do what its test asked, with the last lines of its console.</summary>
public sealed class BedException : Exception
{
    private const int Tail = 40;

    public BedException(string what, string console)
        : base($"{what}; the console ends with{Environment.NewLine}{string.Join(Environment.NewLine, console.Split('\n').TakeLast(Tail))}")
    {
    }
}
