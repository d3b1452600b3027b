using FairGan.Export;
using FairGan.Export.Vectors;

namespace FairGan.Cli.Input;

/// <summary>Opens the generator files named on the command line; a missing or unsuitable file is a usage error.</summary>
internal static class ModelFile
{
    /// <summary>Opens a generator's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="UsageException">There is no such file, or it is not a generator file.</exception>
    public static OnnxGenerator Open(string path, OnnxGeneratorOptions? options = null) => Checked(path, () => OnnxGenerator.Open(path, options));

    /// <summary>Whether a file is a generator of vectors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">There is no such file, or it is not a generator file.</exception>
    public static bool IsOfVectors(string path) => Checked(path, () => VectorGenerator.CanOpen(path));

    /// <summary>Opens the file of a generator of vectors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    /// <exception cref="UsageException">There is no such file, or it is not a generator of vectors.</exception>
    public static VectorGenerator OpenVectors(string path, OnnxGeneratorOptions? options = null) => Checked(path, () => VectorGenerator.Open(path, options));

    /// <summary>Loads a generator file with its training options and summary.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">There is no such file, or it is not a generator file.</exception>
    public static SynthesizerTransformer Load(MLContext context, string path)
    {
        using (Open(path))
        {
            return context.FairGan().LoadFromOnnx(path);
        }
    }

    private static T Checked<T>(string path, Func<T> open)
    {
        InputTable.CheckExists(path);
        if (Directory.Exists(path))
        {
            throw new UsageException($"{path} is a folder; name the generator's file in it.");
        }

        try
        {
            return open();
        }
        catch (FormatException problem)
        {
            throw new UsageException($"{path}: {problem.Message}");
        }
    }
}
