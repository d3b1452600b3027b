using FairGan.Export.Sampling;

namespace FairGan.Cli;

/// <summary>Opens the generators named on the command line.</summary>
internal static class ModelFile
{
    /// <summary>Opens a generator's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="UsageException">There is no such file, or it is not a generator's.</exception>
    public static OnnxGenerator Open(string path, OnnxGeneratorOptions? options = null)
    {
        InputTable.CheckExists(path);
        if (Directory.Exists(path))
        {
            throw new UsageException($"{path} is a folder; name the generator's file in it.");
        }

        try
        {
            return OnnxGenerator.Open(path, options);
        }
        catch (FormatException problem)
        {
            throw new UsageException($"{path}: {problem.Message}");
        }
    }
}
