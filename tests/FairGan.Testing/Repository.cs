namespace FairGan.Testing;

/// <summary>Where the repository's own files are, and the data sets beside it.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The mortgage applications that the command embeds.</summary>
    public static string Mortgages => PathOf("src", "FairGan.Cli", "Data", "hmda.csv");

    /// <summary>A path in the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path of a data set; skips the test where it is absent.</summary>
    public static string DataSet(string name)
    {
        string folder = Path.Combine(Root, Environment.GetEnvironmentVariable("FAIRGAN_DATA") ?? Path.Combine("..", "shared", "data"));
        string path = Path.Combine(folder, name);
        Assert.SkipUnless(File.Exists(path), $"The data set {name} is not in {folder}; set FAIRGAN_DATA to the folder that holds it.");
        return path;
    }

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FairGanMLNet.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("FairGanMLNet.sln is in no folder above the tests.");
        }

        return folder;
    }
}
