namespace Pstore.Ecc;

/// <summary>How lib/reed_solomon/decode_rs.c treats code words with more errors than it can repair.</summary>
public enum ReedSolomonRules
{
    /// <summary>Kernels up to 5.2: the number of roots of the locator is returned, whatever they mean.</summary>
    Lenient,

    /// <summary>Kernels from 5.3: locations in the virtual padding and corrections that don't give a code word are refused.</summary>
    Strict,
}
