namespace PstoreAgent;

/// <summary>Exit codes, after sysexits(3).</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>With --exit-code: what was looked for was found.</summary>
    public const int Found = 10;

    public const int Usage = 64;
    public const int Data = 65;
    public const int NoInput = 66;
    public const int Unavailable = 69;
    public const int CannotCreate = 73;
    public const int InputOutput = 74;
    public const int Permission = 77;
    public const int Configuration = 78;
}
