using System.Text;
using PstoreAgent.Discovery.Facts;
using PstoreAgent.Native;
using PstoreAgent.Output;
using Tmds.Linux;

namespace PstoreAgent.Control;

/// <summary>What makes the next boots mount pstore: a line of /etc/fstab, or a mount unit of systemd. Done once, it is left as it is.</summary>
internal static unsafe class PersistentMount
{
    private const string Fstab = "/etc/fstab", Line = "pstore /sys/fs/pstore pstore nosuid,nodev,noexec 0 0";
    private const string Units = "/etc/systemd/system", Name = "sys-fs-pstore.mount", Wants = "sysinit.target.wants", Nothing = "/dev/null";
    private const int MostBytes = 1 << 20;

    private const string Unit = """
        [Unit]
        Description=File system of crash records
        DefaultDependencies=no
        Conflicts=umount.target
        Before=sysinit.target umount.target

        [Mount]
        What=pstore
        Where=/sys/fs/pstore
        Type=pstore
        Options=nosuid,nodev,noexec

        [Install]
        WantedBy=sysinit.target

        """;

    /// <summary>Whether systemd runs, which mounts pstore by itself where the kernel has it from the start.</summary>
    public static bool IsMountedBySystemd(MachineRoot root) => root.DirectoryExists("/run/systemd/system");

    /// <summary>Adds the line to fstab. What was done, in words.</summary>
    /// <exception cref="AgentException">The file can't be read or written.</exception>
    public static string AddToFstab(MachineRoot root)
    {
        ReadState state = root.TryReadBytes(Fstab, MostBytes, out byte[] content);
        if (state is not (ReadState.Read or ReadState.Missing) || content.Length == MostBytes) throw new AgentException(ExitCode.Permission, $"{Fstab} can't be read, and is left as it is");
        string text = Encoding.Latin1.GetString(content);
        foreach (string line in text.Split('\n'))
        {
            if (!IsOfPstore(line, out bool byHand)) continue;
            return !byHand ? $"{Fstab} mounts pstore already"
                : throw new AgentException(ExitCode.CannotCreate, $"{Fstab} has a line for pstore with noauto, by which no boot mounts it, and is left as it is; take noauto out of it");
        }

        byte[] added = [.. content, .. Encoding.ASCII.GetBytes((text.Length > 0 && text[^1] != '\n' ? "\n" : "") + Line + "\n")];
        FileReplacement.Write(Real(root, Fstab), added);
        return $"added to {Fstab}: {Line}";
    }

    /// <summary>Writes and enables the unit. What was done, in words.</summary>
    /// <exception cref="AgentException">There is another unit of the name, or it can't be written.</exception>
    public static string AddUnit(MachineRoot root)
    {
        string path = $"{Units}/{Name}", link = $"{Units}/{Wants}/{Name}";
        if (Real(root, path) == Real(root, Nothing))
            throw new AgentException(ExitCode.CannotCreate, $"{path} is masked, a link to {Nothing}, and is left alone; systemctl unmask {Name} allows it again");
        byte[] unit = Encoding.ASCII.GetBytes(Unit);
        ReadState state = root.TryReadBytes(path, MostBytes, out byte[] content);
        if (state == ReadState.Read && !content.AsSpan().SequenceEqual(unit)) throw new AgentException(ExitCode.CannotCreate, $"{path} is another one and is left as it is");
        if (TemporaryFile.IsOther(Real(root, path))) throw new AgentException(ExitCode.CannotCreate, $"{path}: is no plain file and is left alone");
        if (state is not (ReadState.Read or ReadState.Missing)) throw new AgentException(ExitCode.Permission, $"{path} can't be read, and is left as it is");
        bool written = state != ReadState.Read;
        if (written)
        {
            new OutputDirectory(Real(root, Units)).Create();
            FileReplacement.Write(Real(root, path), unit);
        }

        string folder = Real(root, $"{Units}/{Wants}");
        new OutputDirectory(folder).Create();
        fixed (byte* target = FileDescriptor.PathBytes("../" + Name))
        fixed (byte* name = FileDescriptor.PathBytes($"{folder}/{Name}"))
        {
            if (LibC.symlink(target, name) == 0) return $"{path} is written and enabled";
            int errno = LibC.errno;
            if (errno != LibC.EEXIST) throw new AgentException(Errno.ExitCodeForWriting(errno), $"{link}: {Errno.Text(errno)}");
        }

        return written ? $"{path} is written" : $"{path} is there and enabled already";
    }

    private static bool IsOfPstore(string line, out bool byHand)
    {
        string[] fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        byHand = fields.Length > 3 && Array.IndexOf(fields[3].Split(','), "noauto") >= 0;
        return fields.Length > 2 && !fields[0].StartsWith('#') && (fields[2] == PstoreMount.Type || fields[1].TrimEnd('/') == PstoreMount.UsualPlace);
    }

    // A link in the file's place, as on systems whose /etc is elsewhere, must not be replaced by a file.
    private static string Real(MachineRoot root, string path) => root.IsThisMachine ? LinkResolver.Resolve("", path) : root.Locate(path);
}
