
using FairGan.Export;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;
using FairGan.Export.Vectors;

namespace FairGan.Fuzz;

/// <summary>Opens damaged files and draws from those that open.</summary>
internal static class Trial
{
    /// <summary>Exit code where an input failed other than by a refusal.</summary>
    public const int Failed = 3;

    private const int Rows = 1500;

    /// <summary>Tries inputs, and prints the number of each before and what became of it after.</summary>
    /// <param name="paths">The files to damage.</param>
    /// <param name="first">Number of the first input.</param>
    /// <param name="inputs">How many.</param>
    public static int Run(IReadOnlyList<string> paths, long first, long inputs)
    {
        byte[][] files = [.. paths.Select(File.ReadAllBytes)];
        for (long input = first; input - first < inputs; input++)
        {
            Console.WriteLine($"{input}");
            try
            {
                Console.WriteLine(Try(Mutation.Of(files, input), input));
            }
            catch (Exception problem)
            {
                Console.WriteLine($"failed {problem.ToString().ReplaceLineEndings(" ")}");
                return Failed;
            }
        }

        return 0;
    }

    private static string Try(byte[] file, long input)
    {
        try
        {
            if (VectorGenerator.CanOpen(file))
            {
                DrawVectors(file, input);
            }
            else
            {
                DrawRows(file, input);
            }

            return "drawn";
        }
        catch (FormatException problem) when (problem.Message.Length > 0 && !problem.Message.Any(char.IsControl))
        {
            return $"refused {problem.Message}";
        }
    }

    private static long[] Starts(long input) => [0, input * 1_000_003, long.MaxValue - 5000];

    private static void DrawRows(byte[] file, long input)
    {
        using var generator = OnnxGenerator.Open(file, new() { Threads = 1 });
        foreach (long start in Starts(input))
        {
            foreach (var batch in generator.Generate(Rows, new() { Seed = input, StartRow = start }))
            {
                Check(batch);
                CsvBatchWriter.WriteRows([batch], Stream.Null);
            }
        }
    }

    private static void DrawVectors(byte[] file, long input)
    {
        using var generator = VectorGenerator.Open(file, new() { Threads = 1 });
        var schema = generator.Information.Schema;
        foreach (long start in Starts(input))
        {
            foreach (var batch in generator.Generate(Rows, new() { Seed = input, StartRow = start }))
            {
                if (batch.Width != schema.Width || batch.Values.Length != (long)batch.RowCount * schema.Width)
                {
                    throw new InvalidOperationException($"Column '{schema.Column}' does not hold what it says.");
                }

                CsvVectorWriter.WriteRows(schema, [batch], Stream.Null);
            }
        }
    }

    private static void Check(SyntheticBatch batch)
    {
        foreach (var column in batch.Columns)
        {
            int length = column switch
            {
                CategoricalColumn categories when categories.Codes.All(code => code >= 0 && code <= categories.Categories.Count) => categories.Codes.Length,
                IntegerColumn integers => integers.Values.Length,
                RealColumn reals => reals.Values.Length,
                DateColumn or IdentifierColumn => column.RowCount,
                _ => -1,
            };
            if (length != batch.RowCount)
            {
                throw new InvalidOperationException($"Column '{column.Name}' does not hold what it says.");
            }
        }
    }
}
