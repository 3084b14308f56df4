using Pstore.Ram;

namespace Pstore.Recovery;

/// <summary>What a dmesg zone holds differs between the backends: how its dumps are read.</summary>
internal interface IDumpRecovery
{
    /// <summary>Collects what a dmesg zone has.</summary>
    void Recover(AttachedZone zone);
}
