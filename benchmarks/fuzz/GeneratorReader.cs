using FairGan.Export;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;
using FairGan.Export.Vectors;
using Google.Protobuf;

namespace FairGan.Fuzz;

/// <summary>Generators' files: opened and sampled, and now and then described by the command.</summary>
internal sealed class GeneratorReader : Reader
{
    private const int Rows = 1500;
    private const int CommandEvery = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds() => throw new ArgumentException("Name generators' files to damage.");

    /// <inheritdoc/>
    public override byte[] Damage(byte[] file, Random random)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(file);
            ModelDamage.Model(model, random);
            return model.ToByteArray();
        }
        catch (InvalidProtocolBufferException)
        {
            return file;
        }
    }

    /// <inheritdoc/>
    public override string? Try(byte[] file, long input)
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

            return input % CommandEvery == 0 ? CommandTrial.Run("inspect", Commands.Put("generator.onnx", file)) : null;
        }
        catch (FormatException problem) when (problem.Message.Length > 0 && !problem.Message.Any(char.IsControl))
        {
            return input % CommandEvery == 0 ? CommandTrial.Run("sample", Commands.Put("generator.onnx", file), "--rows", "10", "--out", "-") : problem.Message;
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
