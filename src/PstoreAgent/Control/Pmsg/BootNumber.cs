using System.Globalization;
using PstoreAgent.Discovery.Facts;

namespace PstoreAgent.Control.Pmsg;

/// <summary>The first 8 hex digits of the boot id, which name a boot in pmsg.</summary>
internal static class BootNumber
{
    private const int Digits = 8;

    /// <summary>As a number; 0 where the kernel gives no id.</summary>
    public static uint Of(Machine machine) =>
        machine.BootId is { Length: >= Digits } id && uint.TryParse(id.AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number) ? number : 0;
}
