using Pstore.Ram;
using Pstore.Records;

namespace Pstore.Kernel;

/// <summary>One file as pstorefs shows it.</summary>
/// <param name="Name">File name, as "dmesg-ramoops-0.enc.z".</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Content">The bytes; of an ftrace record the binary entries and the ECC notice, which pstorefs prints as text.</param>
/// <param name="NoticeLength">How many bytes at the end of the content are the ECC notice.</param>
/// <param name="Trace">Shape of the entries of an ftrace record.</param>
/// <param name="Time">Modification time, where the record has one.</param>
public sealed record PstoreFile(string Name, ZoneKind Kind, ReadOnlyMemory<byte> Content, int NoticeLength, RecordTime? Time, FtraceFormat? Trace = null);
