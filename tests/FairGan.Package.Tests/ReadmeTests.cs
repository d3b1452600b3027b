using System.Text.RegularExpressions;

namespace FairGan.Package.Tests;

/// <summary>README's C# compiles as printed, with the packages that README says to add.</summary>
public sealed partial class ReadmeTests(Packages packages)
{
    [Fact]
    public async Task The_example_compiles_in_a_fresh_project()
    {
        string readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), TestContext.Current.CancellationToken);
        string[] programs = [.. Blocks().Matches(readme).Select(block => block.Groups["code"].Value).Where(code => code.StartsWith("using ", StringComparison.Ordinal))];
        Assert.True(programs.Length > 0, "README.md has no C# block that starts with its using directives.");
        string[] installed = [.. Installs().Matches(readme).Select(line => Reference(line.Groups["name"].Value, line.Groups["version"].Value)).Distinct()];
        Assert.True(installed.Length > 0, "README.md says of no package to add it (dotnet add package NAME).");
        for (int i = 0; i < programs.Length; i++)
        {
            string folder = await packages.NewProject($"Readme{i + 1}", programs[i], installed);
            await packages.Dotnet(folder, "build", "-c", "Release", "-v", "quiet");
        }
    }

    // Others' packages are installed in the version that the repository is built with, unless README names one.
    private static string Reference(string name, string version)
    {
        if (version.Length > 0 || name.StartsWith("FairGan.", StringComparison.Ordinal))
        {
            return $"{name} {version}".TrimEnd();
        }

        string central = File.ReadAllText(Repository.PathOf("Directory.Packages.props"));
        Match known = Regex.Match(central, $"Include=\"{Regex.Escape(name)}\" Version=\"([^\"]+)\"");
        return $"{name} {(known.Success ? known.Groups[1].Value : "*")}";
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^dotnet add package (?<name>[\w.-]+)(?: --version (?<version>\S+))?", RegexOptions.Multiline)]
    private static partial Regex Installs();
}
