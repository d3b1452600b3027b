using System.Diagnostics;
using System.Reflection;

[assembly: AssemblyFixture(typeof(FairGan.Package.Tests.Packages))]

namespace FairGan.Package.Tests;

/// <summary>The libraries' packages, made once, and fresh projects outside the repository that install them.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The user's package cache, from which the packages of others are taken, so that nothing large is downloaded.</summary>
    public static string UserCache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The folder that holds the packages.</summary>
    public string Feed => _folder.File("feed");

    /// <summary>Where they are installed: not in the user's cache, which may hold others of the same version.</summary>
    public string Installed => _folder.File("installed");

    /// <summary>The packages' version.</summary>
    public string Version { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string configuration = typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Configuration").Value!;
        string[] libraries = [.. Directory.EnumerateDirectories(Repository.PathOf("src")).Where(folder => Path.GetFileName(folder) != "FairGan.Cli")];
        foreach (string library in libraries)
        {
            await Dotnet(library, "pack", "-c", configuration, "--no-build", "-o", Feed, "-v", "quiet");
        }

        string name = Directory.EnumerateFiles(Feed, "FairGan.Export.*.nupkg").Single();
        Version = Path.GetFileNameWithoutExtension(name)["FairGan.Export.".Length..];
        await File.WriteAllTextAsync(_folder.File("nuget.config"), NuGetConfiguration());
    }

    /// <summary>Writes a console project that installs these packages, each a name or "name version"; ours in the version just packed.</summary>
    public async Task<string> NewProject(string name, string program, params string[] packages)
    {
        string folder = Directory.CreateDirectory(_folder.File(name)).FullName;
        IEnumerable<string> references = packages.Select(package => package.Split(' ')).Select(package =>
            $"""<PackageReference Include="{package[0]}" Version="{(package.Length > 1 ? package[1] : Version)}" />""");
        await File.WriteAllTextAsync(
            Path.Combine(folder, name + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NoWarn>$(NoWarn);NU1603</NoWarn>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }

    /// <summary>Runs dotnet in a folder and returns what it prints; fails where it fails.</summary>
    public async Task<string> Dotnet(string folder, params string[] arguments)
    {
        var (exitCode, output) = await Run(folder, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} in {folder}: {output}");
        return output;
    }

    /// <summary>Runs dotnet in a folder and returns its exit code and what it prints, errors last.</summary>
    public async Task<(int ExitCode, string Output)> Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NUGET_PACKAGES"] = Installed;
        foreach (string inherited in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (folder.StartsWith(Repository.Root, StringComparison.Ordinal))
        {
            start.Environment.Remove("NUGET_PACKAGES");
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string NuGetConfiguration() =>
        $"""
        <configuration>
          <packageSources><add key="packed" value="feed" /></packageSources>
          <fallbackPackageFolders><add key="cache" value="{UserCache}" /></fallbackPackageFolders>
        </configuration>
        """;
}
