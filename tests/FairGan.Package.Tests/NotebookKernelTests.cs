using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FairGan.Package.Tests;

/// <summary>The notebooks run in the .NET Interactive kernel, as a reader runs them: from a clone, with the packages that their first cell installs.</summary>
public sealed class NotebookKernelTests(Packages packages) : IDisposable
{
    private const string Kernel = "dotnet-interactive";
    private const string Converter = "jupyter-nbconvert";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Repository.PathOf("notebooks"), "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private string Clone => _folder.File("clone");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_notebook_runs_in_the_kernel_from_a_clone(string name)
    {
        string converter = Find(Converter, $"There is no {Converter}: apt-get install jupyter-nbconvert.");
        string kernel = Find(Kernel, $"There is no {Kernel}: dotnet tool install Microsoft.{Kernel} --tool-path artifacts/tools.");
        MakeClone(name);
        DescribeKernel(kernel);
        string executed = Directory.CreateDirectory(Repository.PathOf("artifacts", "notebooks")).FullName;

        await Run(converter, "--execute", "--to", "notebook", "--ExecutePreprocessor.startup_timeout=300", "--ExecutePreprocessor.timeout=600", "--output-dir", executed, $"{name}.ipynb");

        int[] stored = PicturesOfCells(Repository.PathOf("notebooks", $"{name}.ipynb"));
        Assert.InRange(stored.Sum(), 3, 100);
        Assert.Equal(stored, PicturesOfCells(Path.Combine(executed, $"{name}.ipynb")));
    }

    public void Dispose() => _folder.Dispose();

    // The folder that .ci/run installs tools in comes first, then PATH.
    private static string Find(string program, string reason)
    {
        string[] folders = [Repository.PathOf("artifacts", "tools"), .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        string? path = folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, reason);
        return path;
    }

    // What a cell shows is compared by its charts: the figures in them may differ from one kind of CPU to another.
    private static int[] PicturesOfCells(string path) =>
        [.. JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray()
            .Where(cell => (string?)cell!["cell_type"] == "code")
            .Select(cell => cell!["outputs"]!.ToJsonString().Split("class=\\u0022picture\\u0022").Length - 1)];

    // What the notebooks use of a clone, at the same places, with the packages where notebooks/nuget.config looks for them.
    private void MakeClone(string name)
    {
        Copy("FairGanMLNet.sln");
        Copy("src", "FairGan.Cli", "Data", "hmda.csv");
        Copy("notebooks", "nuget.config");
        Copy("notebooks", $"{name}.ipynb");
        string feed = Directory.CreateDirectory(Path.Combine(Clone, "artifacts", "packages")).FullName;
        foreach (string package in Directory.EnumerateFiles(packages.Feed, "*.nupkg"))
        {
            File.Copy(package, Path.Combine(feed, Path.GetFileName(package)));
        }
    }

    private void Copy(params string[] parts)
    {
        string to = Path.Combine([Clone, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Repository.PathOf(parts), to);
    }

    private void DescribeKernel(string kernel)
    {
        var description = new JsonObject
        {
            ["argv"] = new JsonArray(kernel, "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-port-range", "2048-3000"),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
        };
        string folder = Directory.CreateDirectory(_folder.File(Path.Combine("jupyter", "kernels", ".net-csharp"))).FullName;
        File.WriteAllText(Path.Combine(folder, "kernel.json"), description.ToJsonString());
    }

    private async Task Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.Combine(Clone, "notebooks"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["JUPYTER_PATH"] = _folder.File("jupyter");
        start.Environment["NUGET_PACKAGES"] = packages.Installed;
        start.Environment["RestoreFallbackFolders"] = Packages.UserCache;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{errors}");
    }
}
