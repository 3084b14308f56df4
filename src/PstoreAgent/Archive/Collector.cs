using System.IO.Compression;
using Pstore.Recovery;
using PstoreAgent.CommandLine;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Output;
using PstoreAgent.Sources;
using Tmds.Linux;

namespace PstoreAgent.Archive;

/// <summary>Makes an entry of what is new.</summary>
internal sealed class Collector(Store store, CommonOptions common, CollectOptions options, RecordSet set, Machine machine)
{
    private readonly TraceRenderer _renderer = new(common, set.Region);
    private readonly EntryRedaction? _redaction = options.Redact ? new EntryRedaction() : null;

    /// <summary>Writes the entry, durably, and names it. On failure nothing of it stays.</summary>
    public IndexLine Make(IReadOnlyList<Candidate> records, EntryVerdict verdict, CollectionTime time)
    {
        string name = FreeName();
        try
        {
            using EntryWriter writer = EntryWriter.Begin(store.Folder, $"{store.Path}/{name}");
            IndexLine line = Write(writer, name, records, verdict, time);
            store.Commit(writer, line);
            return line;
        }
        catch (StoreWriteException problem)
        {
            // What was written counts until it is removed.
            bool hasInodes = StoreSpace.Of(store.Folder) is not { Inodes: > 0, FreeInodes: 0 };
            _ = store.Folder.RemoveTree(StoreNames.NewEntry);
            throw Failure(problem, records, hasInodes);
        }
        catch (AgentException)
        {
            _ = store.Folder.RemoveTree(StoreNames.NewEntry);
            throw;
        }
    }

    /// <summary>A verdict as others may see it: it quotes the log.</summary>
    public EntryVerdict Shown(EntryVerdict verdict) => _redaction?.Verdict(verdict) ?? verdict;

    private IndexLine Write(EntryWriter writer, string name, IReadOnlyList<Candidate> records, EntryVerdict verdict, CollectionTime time)
    {
        var archived = new List<ArchivedRecord>();
        foreach (Candidate candidate in records) archived.Add(new ArchivedRecord(candidate, WriteRecord(writer, candidate)));
        var raw = new List<WrittenFile>();
        foreach (StoreReading store in options.KeepRaw && records.Count > 0 ? set.Stores : [])
            if (WriteRaw(writer, store) is { } written) raw.Add(written);
        List<string> digests = [.. records.Select(record => record.Digest), .. records.Select(record => record.TimeDigest).OfType<string>()];
        if (verdict.IsPowerLoss && machine.BootId is { } boot) digests.Add(RecordDigest.OfPowerLoss(boot));
        writer.Write(StoreNames.Meta, new EntryJson(set, machine, time, _redaction).Text(name, Shown(verdict), archived, raw, digests));
        writer.Seal();
        return IndexLine.Entry(name, writer.Size, writer.Inodes, verdict.IsCrash, time.Seconds, digests);
    }

    private WrittenFile? WriteRecord(EntryWriter writer, Candidate candidate)
    {
        RecoveredRecord record = candidate.Record;
        string plain = record.IsShownByKernel ? record.Name : $"{StoreNames.Extra}/{record.Name}", name = plain;

        // A file system may have a dump and its packed form, both of which are called by the same name here.
        for (int number = 2; writer.Has(name); number++) name = $"{plain}~{number}";
        if (_redaction != null && !EntryRedaction.IsText(record))
        {
            _redaction.LeaveOut(name);
            return null;
        }

        using RecordBytes content = RecordBytes.Of(record, _renderer);
        return writer.Write(name, _redaction == null ? content.Span : _redaction.Text(content.Span), RecordBytes.TimeOf(record));
    }

    /// <summary>A store as it was read, with the note that lets --image read it as this machine did.</summary>
    private WrittenFile? WriteRaw(EntryWriter writer, StoreReading reading)
    {
        string name = StoreNames.RawOf(reading.Snapshot);
        if (_redaction != null)
        {
            _redaction.LeaveOut(name);
            return null;
        }

        writer.Write(name + DumpNote.Suffix, DumpNoteText.Of(set, reading, common));
        return writer.Write(name, file =>
        {
            using var packer = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
            packer.Write(reading.Snapshot.Bytes.Span);
        });
    }

    private string FreeName()
    {
        int number = store.Index.NextNumber;
        string? boot = machine.BootId;
        while (store.Folder.Has(EntryName.Of(number, boot))) number++;
        return EntryName.Of(number, boot);
    }

    private AgentException Failure(StoreWriteException problem, IReadOnlyList<Candidate> records, bool hasInodes)
    {
        AgentException failure = StoreFailure.Of(problem.Path, problem.Errno);
        if (!StoreFailure.IsFull(problem.Errno)) return failure;
        if (problem.Errno == LibC.EFBIG)
            return new AgentException(failure.ExitCode, $"{failure.Message}: this process may not write files of that size (ulimit -f); nothing was archived and nothing cleared; raise the limit, or leave out the raw region with --no-raw");
        if (problem.Errno == LibC.ENOSPC && !hasInodes && StoreSpace.Of(store.Folder) is { } full)
            return new AgentException(failure.ExitCode, $"{failure.Message}: the file system has too few inodes, {full.FreeInodes} of {full.Inodes} are free, though it has {full.Free} bytes; nothing was archived and nothing cleared; remove files, or old entries with pstore-agent archive rm");
        long needed = records.Sum(record => EntrySize.OfFile(record.Record.Content.Length)) + (options.KeepRaw ? set.Stores.Sum(reading => (long)reading.Snapshot.Bytes.Length) : 0);
        string free = StoreSpace.Of(store.Folder) is { } space ? $", {space.Free} are free" : "";
        return new AgentException(failure.ExitCode, $"{failure.Message}: up to {needed} bytes are needed{free}; nothing was archived and nothing cleared; make room, or leave out the raw region with --no-raw");
    }
}
