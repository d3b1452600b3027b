using System.Security.Cryptography;

namespace FairGan.Reporting.Report.Figures;

/// <summary>An input file of a report, with its hash, so that a reader can check whether another file is the same.</summary>
/// <param name="Role">Its role, such as <c>real</c>, <c>synthetic</c>, <c>test</c> or <c>generator</c>.</param>
/// <param name="Name">Its name, without its folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 hash in hexadecimal digits, as <c>sha256sum</c> prints it.</param>
public sealed record ReportSource(string Role, string Name, long Bytes, string Sha256)
{
    /// <summary>Reads a file from its beginning.</summary>
    /// <param name="role">Its role.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">The file; left open at its end.</param>
    public static ReportSource Of(string role, string name, Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return new ReportSource(role, name, content.Position, hash);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="role">Its role.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReportSource OfFile(string role, string path)
    {
        using FileStream content = File.OpenRead(path);
        return Of(role, Path.GetFileName(path), content);
    }
}
