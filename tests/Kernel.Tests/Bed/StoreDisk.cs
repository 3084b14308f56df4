namespace Kernel.Tests.Bed;

/// <summary>An ext4 disk of the board, and what the host finds on it between boots.</summary>
internal sealed class StoreDisk
{
    private const string Size = "48M";

    // e2fsck: the journal was replayed and nothing was wrong, or something was and is put right.
    private const int Clean = 0, Corrected = 1;

    private readonly string _image;

    private StoreDisk(string image) => _image = image;

    public static StoreDisk Create(string image)
    {
        var disk = new StoreDisk(image);
        disk.Format();
        return disk;
    }

    /// <summary>An empty file system in place of what was there.</summary>
    public void Format()
    {
        File.Delete(_image);
        Run("/sbin/mke2fs", ["-q", "-t", "ext4", _image, Size], Clean);
    }

    /// <summary>Copies a folder of the disk, as it is after the journal is replayed, to <paramref name="target"/>, which it makes.</summary>
    public void CopyFolder(string name, string target)
    {
        Run("/sbin/e2fsck", ["-fy", _image], Corrected);
        Directory.CreateDirectory(target);
        Run("/sbin/debugfs", ["-R", $"rdump /{name} {target}", _image], Clean);
    }

    private static void Run(string program, string[] args, int worst)
    {
        HostResult run = HostProcess.Run(program, args);
        if (run.ExitCode > worst) throw new InvalidOperationException($"{program} failed with {run.ExitCode}: {run.Output}{run.Errors}");
    }
}
