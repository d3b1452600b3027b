namespace FairGan.Pages.Tests;

/// <summary>Where the tests leave pages and pictures to look at.</summary>
internal static class Artifacts
{
    public static string Folder { get; } = Directory.CreateDirectory(Repository.PathOf("artifacts", "pages")).FullName;
}
