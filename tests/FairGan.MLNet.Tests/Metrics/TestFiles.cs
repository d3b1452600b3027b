namespace FairGan.MLNet.Tests.Metrics;

internal static class TestFiles
{
    /// <summary>The repository root: the folder above this one that holds the solution.</summary>
    public static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FairGanMLNet.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository root was not found.");
    }

    /// <summary>The path of a data set, or a skipped test where the data sets are absent.</summary>
    public static string DataSet(string name)
    {
        string folder = Environment.GetEnvironmentVariable("FAIRGAN_DATA") ?? Path.Combine(Repository(), "../shared/data");
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            Assert.Skip($"The data set {name} is not in {folder}; set FAIRGAN_DATA to the folder that holds it.");
        }

        return path;
    }
}
