using System.Text;

namespace PstoreAgent.Install;

/// <summary>The files of cross/init, which the executable holds.</summary>
internal static class EmbeddedFiles
{
    /// <summary>Where these files say that the agent is.</summary>
    public const string UsualAgent = "/usr/bin/pstore-agent";

    /// <summary>One of them, for an agent that is at <paramref name="agent"/>.</summary>
    public static byte[] Read(string name, string agent)
    {
        using Stream stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream("init/" + name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return agent == UsualAgent ? content : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(UsualAgent, agent, StringComparison.Ordinal));
    }
}
