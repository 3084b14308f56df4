using System.Diagnostics;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace PstoreAgent.Native;

/// <summary>
/// The random bytes that the runtime takes for itself. Its own source reads /dev/urandom, and there a kernel whose
/// generator isn't ready yet stops to collect entropy: a second or two on a machine that has just booted, when this
/// program is to run. The bytes seed object hash codes and the hashes that withstand flooding, none of which guards a
/// secret, so what is there without waiting is enough. The linker puts this in place of the runtime's function, see
/// StaticNative.props. Nothing here may allocate or take a lock: it runs wherever the runtime wants a hash code.
/// </summary>
internal static unsafe class RuntimeSeeds
{
    private const string Wrapped = "__wrap_SystemNative_GetNonCryptographicallySecureRandomBytes";

    // GRND_INSECURE, since Linux 5.6: what the generator has, ready or not.
    private const uint NeverWait = 4;

    // AT_RANDOM: 16 bytes that the kernel made for this process.
    private const nuint RandomOfProcess = 25;

    [UnmanagedCallersOnly(EntryPoint = Wrapped)]
    private static void Fill(byte* buffer, int length)
    {
        if ((int)MissingImports.GetRandom(buffer, (nuint)length, NeverWait) == length) return;
        var random = (ulong*)MissingImports.GetAuxiliaryValue(RandomOfProcess);
        ulong first = random == null ? 0 : random[0], second = random == null ? 0 : random[1];
        FillFrom(first ^ BitsOfNow(), second, new Span<byte>(buffer, length));
    }

    /// <summary>SplitMix64. Of its words at most one is 0 in 2^64, so that no seed of two words or more is all zeros, which the runtime would refuse.</summary>
    internal static void FillFrom(ulong state, ulong start, Span<byte> bytes)
    {
        state += Mixed(start);
        while (!bytes.IsEmpty)
        {
            state += 0x9E3779B97F4A7C15;
            ulong word = Mixed(state);
            int count = Math.Min(sizeof(ulong), bytes.Length);
            new ReadOnlySpan<byte>(&word, count).CopyTo(bytes);
            bytes = bytes[count..];
        }
    }

    private static ulong BitsOfNow() => (ulong)Stopwatch.GetTimestamp() ^ ((ulong)(int)LibC.getpid() << 32);

    private static ulong Mixed(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
