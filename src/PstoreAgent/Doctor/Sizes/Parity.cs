namespace PstoreAgent.Doctor.Sizes;

/// <summary>ECC: whether flipped bits can be repaired.</summary>
internal static class Parity
{
    public static IEnumerable<Finding> Check(Setup setup)
    {
        if (setup.Region?.Ecc is not { } ecc)
        {
            if (setup.Region != null) yield return Finding.Unknown("ecc", "whether ECC is on: the kernel does not show it");
            yield break;
        }

        Fix[] fixes = setup.Plan == null ? [setup.SizeFix(SizePlan.Ecc, SizePlan.UsualEcc)] : SizePlan.Fixes(setup, SizePlan.Ecc);
        yield return ecc switch
        {
            0 => Finding.Warning("ecc-off", "ECC is off", "one flipped bit in a zone's header loses the record, one in packed text all that follows", fixes),
            1 => Finding.Warning("ecc-one", "One parity byte repairs nothing", "in the device tree ecc-size 1 means 1; only as a module parameter it means 16", fixes),
            _ => Finding.Ok("ecc", $"{ecc} parity bytes repair up to {ecc / 2} bytes of each 128"),
        };
    }
}
