using System.Diagnostics;
using FairGan.Export;
using FairGan.Export.Format;
using FairGan.Export.Graph;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Writers;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace FairGan.Benchmarks;

/// <summary>Speed of drawing rows from a generator's file, beside that of its matrix products alone.</summary>
internal static class SamplingBenchmark
{
    private const double Typed = 300_000;
    private const double Csv = 200_000;
    private const int Block = 1024;
    private const int Repeats = 5;
    private const int BeginningShare = 100;

    /// <summary>Runs the benchmark.</summary>
    /// <param name="path">The generator's file.</param>
    /// <param name="rows">Rows of each measurement.</param>
    public static int Run(string path, long rows)
    {
        using OnnxGenerator generator = OnnxGenerator.Open(path);
        ReportLines lines = new();
        Rate("the matrix products alone", null, () => Products(path, rows / Block));
        Rate("typed columns", Typed, () =>
        {
            foreach (SyntheticBatch _ in generator.Generate(rows))
            {
            }
        });
        string file = Path.Combine(Path.GetTempPath(), $"fairgan-{Guid.NewGuid():N}.csv");
        try
        {
            Rate("CSV on disk", Csv, () =>
            {
                using FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.None, 1);
                CsvBatchWriter.WriteRows(generator.Generate(rows), stream);
            });
        }
        finally
        {
            File.Delete(file);
        }

        lines.Plain("most memory of the process", Process.GetCurrentProcess().PeakWorkingSet64 >> 20, "MB");
        return 0;

        // Beside the clock, which other work on the machine slows down, the processor's time: what the cores would do if they were free.
        void Rate(string name, double? target, Action work)
        {
            work();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            double seconds = Stopwatches.Median(work, Repeats);
            double processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds / (Repeats + 1);
            if (target is { } least)
            {
                lines.AtLeast($"{name}, {Environment.ProcessorCount} cores", rows / seconds, least, "rows/s");
            }
            else
            {
                lines.Plain($"{name}, {Environment.ProcessorCount} cores", rows / seconds, "rows/s");
            }

            lines.Plain($"{name}, in a second of processor time", rows / processor, "rows/s");
        }
    }

    /// <summary>Draws rows into typed columns once, and prints the most memory of the process near the beginning and at the end.</summary>
    /// <param name="path">The generator's file.</param>
    /// <param name="rows">Number of rows.</param>
    public static int RunOnce(string path, long rows)
    {
        using OnnxGenerator generator = OnnxGenerator.Open(path);
        ReportLines lines = new();
        long beginning = Math.Max(1, rows / BeginningShare), drawn = 0;
        Stopwatch clock = Stopwatch.StartNew();
        foreach (SyntheticBatch batch in generator.Generate(rows))
        {
            drawn += batch.RowCount;
            if (drawn >= beginning && drawn - batch.RowCount < beginning)
            {
                lines.Plain($"most memory of the process after {drawn} rows", Process.GetCurrentProcess().PeakWorkingSet64 >> 20, "MB");
            }
        }

        lines.Plain($"most memory of the process after {drawn} rows", Process.GetCurrentProcess().PeakWorkingSet64 >> 20, "MB");
        lines.Plain($"typed columns, {Environment.ProcessorCount} cores", drawn / clock.Elapsed.TotalSeconds, "rows/s");
        lines.Plain("typed columns, in a second of processor time", drawn / Environment.CpuUsage.TotalTime.TotalSeconds, "rows/s");
        return 0;
    }

    // Each product of the graph with its own constant, on a matrix of one block's size, by as many threads as there are processors.
    private static void Products(string path, long blocks)
    {
        var (model, information) = GeneratorFile.Read(File.ReadAllBytes(path));
        GraphProto graph = GraphCuts.Runnable(model, information, Block).Graph;
        Dictionary<string, TensorProto> constants = graph.Initializer.ToDictionary(tensor => tensor.Name);
        GraphProto products = new() { Name = "products" };
        foreach (NodeProto node in graph.Node.Where(node => node.OpType is "Gemm" or "MatMul"))
        {
            TensorProto weights = constants[node.Input[1]];
            if (!products.Initializer.Contains(weights))
            {
                products.Initializer.Add(weights);
            }

            // All products read the same input, a part of it that is as wide as they need.
            string input = $"input {weights.Dims[0]}";
            if (products.Input.All(other => other.Name != input))
            {
                products.Input.Add(GraphBuilder.ValueInfo(input, TensorProto.Types.DataType.Float, Block.ToString(), weights.Dims[0].ToString()));
            }

            NodeProto product = new() { OpType = "MatMul", Input = { input, weights.Name }, Output = { $"product {products.Output.Count}" } };
            products.Node.Add(product);
            products.Output.Add(GraphBuilder.ValueInfo(product.Output[0], TensorProto.Types.DataType.Float, Block.ToString(), weights.Dims[1].ToString()));
        }

        ModelProto whole = new() { IrVersion = 8, Graph = products };
        whole.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using InferenceSession session = new(whole.ToByteArray(), options);
        string[] inputs = [.. products.Input.Select(input => input.Name)], outputs = [.. products.Output.Select(output => output.Name)];
        OrtValue[] values = [.. products.Input.Select(input => Values((int)input.Type.TensorType.Shape.Dim[1].DimValue))];
        Parallel.For(0, blocks, _ =>
        {
            using RunOptions run = new();
            using var results = session.Run(run, inputs, values, outputs);
        });
        Array.ForEach(values, value => value.Dispose());

        static OrtValue Values(int width)
        {
            Random random = new(1);
            float[] values = new float[Block * width];
            foreach (ref float value in values.AsSpan())
            {
                value = random.NextSingle();
            }

            return OrtValue.CreateTensorValueFromMemory(values, [Block, width]);
        }
    }
}
