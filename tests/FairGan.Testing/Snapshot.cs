using System.Runtime.CompilerServices;

namespace FairGan.Testing;

/// <summary>Compares texts with those kept in the folder <c>Snapshots</c> beside the test; FAIRGAN_REFRESH=1 keeps the texts of today.</summary>
public static class Snapshot
{
    /// <summary>Fails where the text is not the kept one.</summary>
    /// <param name="text">The text; line ends do not matter.</param>
    /// <param name="name">The file's name, with its extension.</param>
    /// <param name="test">The test's source file: the compiler's.</param>
    public static void Match(string text, string name, [CallerFilePath] string test = "")
    {
        // With deterministic paths the file's name begins at "/_/", which stands for the repository.
        string source = test.StartsWith("/_/", StringComparison.Ordinal) ? Repository.PathOf(test["/_/".Length..]) : test;
        string path = Path.Combine(Path.GetDirectoryName(source)!, "Snapshots", name);
        string today = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("FAIRGAN_REFRESH") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, today);
        }

        Assert.True(File.Exists(path), $"There is no {path}: run the test with FAIRGAN_REFRESH=1, read the file and commit it.");
        string kept = File.ReadAllText(path);
        Assert.True(kept == today, $"{name} is not what was kept ({Difference(kept, today)}). If the change is wanted, run the test with FAIRGAN_REFRESH=1 and read the difference.");
    }

    private static string Difference(string kept, string today)
    {
        string[] before = kept.Split('\n'), after = today.Split('\n');
        int line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} was '{before.ElementAtOrDefault(line)}' and is '{after.ElementAtOrDefault(line)}'";
    }
}
