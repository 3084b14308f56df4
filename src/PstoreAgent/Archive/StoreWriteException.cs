namespace PstoreAgent.Archive;

/// <summary>A file of an entry could not be written.</summary>
internal sealed class StoreWriteException(string path, int errno) : Exception(path)
{
    public string Path { get; } = path;

    public int Errno { get; } = errno;
}
