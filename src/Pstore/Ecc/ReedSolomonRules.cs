namespace Pstore.Ecc;

/// <summary>Which damaged blocks a kernel takes for corrected (lib/reed_solomon/decode_rs.c, decode_rs8).</summary>
public enum ReedSolomonRules
{
    /// <summary>
    /// Kernels up to 5.2: as many roots as the locator's degree are enough. Errors "found" in the virtual padding count
    /// as corrected, a locator of degree 0 means "no errors", and the correction isn't checked again.
    /// </summary>
    Lenient,

    /// <summary>Kernels from 5.3: positions in the padding are refused and the correction has to explain every syndrome.</summary>
    Strict,
}

/// <summary>Which kernel follows which rules.</summary>
public static class ReedSolomonRulesOf
{
    /// <summary>The rules of the kernel that decodes.</summary>
    public static ReedSolomonRules Kernel(KernelVersion reader) =>
        KernelChanges.StrictReedSolomon.In(reader) ? ReedSolomonRules.Strict : ReedSolomonRules.Lenient;
}
