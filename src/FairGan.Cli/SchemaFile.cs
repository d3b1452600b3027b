using FairGan.MLNet.Preparation;

namespace FairGan.Cli;

/// <summary>Reads the file named by <c>--schema</c>.</summary>
internal static class SchemaFile
{
    /// <summary>The description of the table; an empty one where no file is named.</summary>
    /// <exception cref="UsageException">There is no such file, or it holds no description.</exception>
    public static TableDescription Read(string? path)
    {
        if (path is null)
        {
            return new TableDescription();
        }

        InputTable.CheckExists(path);
        try
        {
            return TableDescription.Parse(File.ReadAllText(path));
        }
        catch (FormatException problem)
        {
            throw new UsageException($"{path}: {problem.Message}");
        }
    }
}
