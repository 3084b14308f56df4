using Pstore;
using Pstore.Ram;
using PstoreAgent.Doctor.Generate;
using PstoreAgent.Output;

namespace PstoreAgent.Commands;

/// <summary>Prints a ramoops node.</summary>
internal sealed class DtGenerateCommand(NodeRequest request)
{
    public int Run(StandardOutput output)
    {
        if (!KernelChanges.DeviceTreeNodes.In(request.Kernel))
            throw new AgentException(ExitCode.Configuration, $"kernels before 4.8 don't look for ramoops nodes, and this is {request.Kernel}; there the kernel command line names the region");
        LayoutResult result = RamoopsLayout.Compute(request.Sizes, request.Kernel);
        if (result.Layout is not { } layout) throw new AgentException(ExitCode.Configuration, $"the kernel would refuse these sizes: {result.Error!.Message}");
        output.Text(NodeText.Write(request, layout));
        return ExitCode.Ok;
    }
}
