namespace FairGan.Pages.Tests;

/// <summary>Where things are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "pages")).FullName;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "FairGanMLNet.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
