using Pstore.Ram;

namespace PstoreAgent.Reports;

/// <summary>Words for zone states.</summary>
internal static class ZoneStateText
{
    public static string Of(AttachedZone zone) => zone.State switch
    {
        ZoneState.Empty => "empty",
        ZoneState.Valid => zone.IsTorn ? "torn" : zone.Header.Size == (uint)zone.Zone.DataSize ? "full" : "used",
        ZoneState.StartWithoutSize => "start-without-size",
        ZoneState.SizeExceedsZone => "size-exceeds-zone",
        ZoneState.StartExceedsSize => "start-exceeds-size",
        ZoneState.BadSignature => "bad-signature",
        ZoneState.BadBlock => "bad-block",
        ZoneState.Unused => "unused",
        _ => "outside-image",
    };

    /// <summary>Valid bytes, 0 where the header can't be believed.</summary>
    public static uint Used(AttachedZone zone) => zone.HasRecord ? zone.Header.Size : 0;
}
