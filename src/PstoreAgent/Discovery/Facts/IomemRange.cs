namespace PstoreAgent.Discovery.Facts;

/// <summary>One line of /proc/iomem: "40000000-5fffffff : System RAM".</summary>
/// <param name="Start">First address.</param>
/// <param name="End">Last address.</param>
/// <param name="Name">What is there.</param>
/// <param name="Depth">0 for outermost lines.</param>
internal readonly record struct IomemRange(ulong Start, ulong End, string Name, int Depth)
{
    public const string SystemRam = "System RAM";

    public bool Covers(ulong address, long size) =>
        size > 0 && Start <= address && address <= End && (ulong)size - 1 <= End - address;

    public bool Touches(ulong address, long size) =>
        size > 0 && End >= address && (Start <= address || Start - address < (ulong)size);

    public override string ToString() => $"{Start:x8}-{End:x8} : {Name}";
}
