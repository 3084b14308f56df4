namespace PstoreAgent.Doctor;

/// <summary>What the other checks would have liked to know; it comes last, when they have asked.</summary>
internal static class MissingFacts
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Kernel == null) yield return Finding.Unknown("kernel", $"which kernel it is: the rules are those of {setup.LayoutKernel}, the newest that is known");
        if (setup.Machine.Root.Refused.Count > 0) yield return Finding.Unknown("rights", $"what only root can read: {string.Join(", ", setup.Machine.Root.Refused)}");
    }
}
