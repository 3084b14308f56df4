namespace PstoreAgent.Archive;

/// <summary>A file of an entry.</summary>
/// <param name="Name">Within the entry: "dmesg-ramoops-0", "extra/…".</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hex digits.</param>
internal sealed record WrittenFile(string Name, long Size, string Sha256);
