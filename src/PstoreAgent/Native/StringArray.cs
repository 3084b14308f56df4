using System.Runtime.InteropServices;

namespace PstoreAgent.Native;

/// <summary>A null-terminated array of C strings, as execve takes it.</summary>
internal sealed unsafe class StringArray : IDisposable
{
    private readonly int _count;

    public StringArray(IEnumerable<string> words)
    {
        string[] all = [.. words];
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)all.Length + 1, (nuint)sizeof(byte*));
        foreach (string word in all) Pointer[_count++] = (byte*)Marshal.StringToCoTaskMemUTF8(word);
    }

    public byte** Pointer { get; private set; }

    public void Dispose()
    {
        for (int i = 0; i < _count && Pointer != null; i++) Marshal.FreeCoTaskMem((nint)Pointer[i]);
        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}
