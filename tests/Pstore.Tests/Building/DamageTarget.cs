namespace Pstore.Tests.Building;

/// <summary>Which bytes of a codeword are hit.</summary>
public enum DamageTarget
{
    Message,
    Parity,
    Both,
}
