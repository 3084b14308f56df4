using PstoreAgent.Discovery.Access;
using Xunit;

namespace PstoreAgent.Tests.Discovery;

public sealed class AccessExplainerTests : IDisposable
{
    private const int Eperm = 1, Enoent = 2, Eio = 5, Enxio = 6, Eacces = 13, Efault = 14, Enodev = 19, Einval = 22, Eoverflow = 75, Sigbus = 7;
    private const string Ram = "40000000-5fffffff : System RAM\n878000000-887ffffff : System RAM\n  880000000-8800fffff : reserved\n";
    private const string Root = "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n", User = "Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n", Contained = "Uid:\t0\t0\t0\t0\nCapEff:\t00000000a80425fb\n";

    private readonly FakeMachine _machine = new FakeMachine().With("/proc/sys/kernel/osrelease", "6.1.0\n");

    public void Dispose() => _machine.Dispose();

    private AccessExplanation Explain(string source, AccessStep step, int code) =>
        AccessExplainer.Explain(new AccessFailure(source, step, code, 0x880000000, 0x100000), _machine.Find());

    private void Config(string text) => _machine.With("/boot/config-6.1.0", "\nCONFIG_X=y\n" + text + "\n");

    [Fact]
    public void Map_in_system_ram_names_configuration_line_and_node()
    {
        Config("CONFIG_STRICT_DEVMEM=y");
        _machine.With("/proc/iomem", Ram).WithTree(Trees.Board());
        AccessExplanation said = Explain("mem", AccessStep.Map, Eperm);
        Assert.Equal(77, said.ExitCode);
        Assert.Equal(
            "mmap of 0x880000000 (1 MiB) through /dev/mem refused (EPERM): the kernel has CONFIG_STRICT_DEVMEM (from /boot/config-6.1.0) and the region lies inside " +
            "System RAM (/proc/iomem 878000000-887ffffff : System RAM); add no-map to the node /proc/device-tree/reserved-memory/ramoops@880000000, or read it with --source kcore",
            said.Message);
    }

    [Fact]
    public void Without_configuration_or_iomem_it_is_probably()
    {
        _machine.With("/proc/iomem", Ram);
        Assert.Contains("the kernel probably has CONFIG_STRICT_DEVMEM and the region lies inside", Explain("mem", AccessStep.Read, Eperm).Message, StringComparison.Ordinal);
        _machine.With("/proc/iomem", "00000000-00000000 : System RAM\n");
        Assert.Contains("the region probably lies inside System RAM (/proc/iomem can't be read); keep it out of System RAM", Explain("mem", AccessStep.Map, Eperm).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Map_of_a_region_that_the_driver_holds(bool lines)
    {
        Config("CONFIG_IO_STRICT_DEVMEM=y");
        _machine.With("/proc/iomem", lines ? "880000000-8800083b9 : ramoops:dmesg(0/29)\n" : "40000000-5fffffff : System RAM\n");
        if (!lines) _machine.With("/sys/module/pstore/parameters/backend", "ramoops\n");
        AccessExplanation said = Explain("mem", AccessStep.Map, Eperm);
        foreach (string words in (string[])["CONFIG_IO_STRICT_DEVMEM (from /boot/config-6.1.0)", "iomem=relaxed", "unbind", "--source pstore", "has already reset console and pmsg", lines ? "880000000-8800083b9 : ramoops:dmesg(0/29)" : "probably holds it"])
            Assert.Contains(words, said.Message, StringComparison.Ordinal);
        Assert.Equal(77, said.ExitCode);
    }

    [Theory]
    [InlineData("mem", nameof(AccessStep.Open), Eperm, "[integrity]", Root, 77, "kernel lockdown is \"integrity\" (/sys/kernel/security/lockdown); read the pstore")]
    [InlineData("mem", nameof(AccessStep.Open), Eperm, "[none]", User, 77, "it needs root (CAP_SYS_RAWIO)")]
    [InlineData("mem", nameof(AccessStep.Open), Eacces, "[none]", User, 77, "it needs root (only root may open it)")]
    [InlineData("mem", nameof(AccessStep.Open), Eperm, "[none]", Contained, 77, "root without CAP_SYS_RAWIO")]
    [InlineData("mem", nameof(AccessStep.Open), Eperm, "", "", 77, "probably kernel lockdown")]
    [InlineData("kcore", nameof(AccessStep.Open), Eperm, "[confidentiality]", Root, 77, "open of /proc/kcore refused (EPERM): kernel lockdown is \"confidentiality\"")]
    [InlineData("kcore", nameof(AccessStep.Open), Eperm, "[integrity]", Root, 77, "probably a security module")]
    [InlineData("pstore", nameof(AccessStep.Mount), Eperm, "", User, 77, "mount of pstore refused (EPERM): it needs root (CAP_SYS_ADMIN)")]
    [InlineData("pstore", nameof(AccessStep.Open), Eacces, "", User, 77, "open of the pstore file system refused (EACCES): it needs root")]
    public void Refused_at_the_door(string source, string step, int code, string lockdown, string status, int exitCode, string words)
    {
        _machine.With("/sys/kernel/security/lockdown", lockdown + "\n").With("/proc/self/status", status);
        AccessExplanation said = Explain(source, Enum.Parse<AccessStep>(step), code);
        Assert.Equal(exitCode, said.ExitCode);
        Assert.Contains(words, said.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mem", nameof(AccessStep.Open), Enoent, "# CONFIG_DEVMEM is not set", 69, "the kernel has no CONFIG_DEVMEM (from /boot/config-6.1.0)")]
    [InlineData("mem", nameof(AccessStep.Open), Enxio, null, 69, "the kernel probably has no CONFIG_DEVMEM; read it with --source kcore")]
    [InlineData("mem", nameof(AccessStep.Open), Enoent, null, 69, "or the node is missing ('mknod")]
    [InlineData("mem", nameof(AccessStep.Open), Enoent, "CONFIG_DEVMEM=y", 69, "the node is missing or has the wrong numbers; make it with 'mknod -m 600 /dev/mem c 1 1'")]
    [InlineData("mem", nameof(AccessStep.Read), Efault, null, 74, "read of 0x880000000 (1 MiB) through /dev/mem failed (EFAULT): the kernel has no mapping of its own")]
    [InlineData("mem", nameof(AccessStep.Map), Einval, null, 74, "failed (EINVAL): the range is beyond the addresses of this processor")]
    [InlineData("mem", nameof(AccessStep.Map), Eoverflow, null, 74, "failed (EOVERFLOW): the range is beyond")]
    [InlineData("mem", nameof(AccessStep.Read), Eio, null, 74, "failed (EIO): /dev/mem does not give it")]
    [InlineData("mem", nameof(AccessStep.BusError), Sigbus, null, 74, "reading 0x880000000 through /dev/mem raised a bus error (SIGBUS): probably nothing is behind that address")]
    [InlineData("mem", nameof(AccessStep.BusError), 11, null, 74, "raised signal 11")]
    [InlineData("mem", nameof(AccessStep.Timeout), 0, null, 74, "did not end in time: ")]
    [InlineData("kcore", nameof(AccessStep.Open), Enoent, "# CONFIG_PROC_KCORE is not set", 69, "the kernel has no CONFIG_PROC_KCORE")]
    [InlineData("kcore", nameof(AccessStep.Read), Enxio, null, 69, "no segment covers it, because it is not the kernel's own memory (no-map, or outside all memory); read it with --source mem")]
    [InlineData("kcore", nameof(AccessStep.Read), Eio, null, 74, "the kernel does not give it")]
    [InlineData("pstore", nameof(AccessStep.Mount), Enodev, "# CONFIG_PSTORE is not set", 69, "the kernel has no CONFIG_PSTORE")]
    [InlineData("pstore", nameof(AccessStep.Open), Enoent, "CONFIG_PSTORE=y", 69, "pstore has no backend")]
    [InlineData("pstore", nameof(AccessStep.Read), Eio, null, 74, "read of the pstore file system failed (EIO)")]
    public void What_is_not_there_or_does_not_answer(string source, string step, int code, string? config, int exitCode, string words)
    {
        if (config != null) Config(config);
        AccessExplanation said = Explain(source, Enum.Parse<AccessStep>(step), code);
        Assert.Equal(exitCode, said.ExitCode);
        Assert.Contains(words, said.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said.Message);
    }

    [Theory]
    [InlineData(nameof(AccessStep.Open), Eperm, 77, "open of /dev/mem for writing refused (EPERM): ")]
    [InlineData(nameof(AccessStep.Open), Enoent, 69, "open of /dev/mem for writing failed (ENOENT): ")]
    [InlineData(nameof(AccessStep.Map), Eperm, 77, "mmap of 0x880000000 (1 MiB) through /dev/mem for writing refused (EPERM): ")]
    [InlineData(nameof(AccessStep.Map), Eio, 74, "mmap of 0x880000000 (1 MiB) through /dev/mem for writing failed (EIO): ")]
    public void What_can_not_be_written_is_left_to_the_driver(string step, int code, int exitCode, string words)
    {
        _machine.With("/proc/iomem", Ram);
        AccessExplanation said = AccessExplainer.Explain(new AccessFailure("mem", Enum.Parse<AccessStep>(step), code, 0x880000000, 0x100000) { IsWrite = true }, _machine.Find());
        Assert.Equal(exitCode, said.ExitCode);
        Assert.StartsWith(words, said.Message, StringComparison.Ordinal);
        Assert.Contains("clear the records where the ramoops driver is bound", said.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--source", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bus_error_of_writing_is_named_so()
    {
        string message = AccessExplainer.Explain(new AccessFailure("mem", AccessStep.BusError, Sigbus, 0x880000000, 0x1000) { IsWrite = true }, _machine.Find()).Message;
        Assert.StartsWith("writing 0x880000000 through /dev/mem raised a bus error (SIGBUS)", message, StringComparison.Ordinal);
        Assert.DoesNotContain("or read what lies before", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_is_there_only_needs_a_mount()
    {
        Config("CONFIG_PSTORE=y");
        _machine.With("/sys/module/pstore/parameters/backend", "ramoops\n");
        Assert.Contains("mount -t pstore", Explain("pstore", AccessStep.Open, Enoent).Message, StringComparison.Ordinal);
    }
}
