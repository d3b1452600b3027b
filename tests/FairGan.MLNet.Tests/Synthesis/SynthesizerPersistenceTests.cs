using System.Diagnostics;
using System.IO.Compression;
using FairGan.Export;
using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Training;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class SynthesizerPersistenceTests
{
    private const string FolderVariable = "FAIRGAN_TEST_MODELS";
    private static readonly SamplingOptions s_sampling = new() { Seed = 9, Strength = 0.5 };
    private static readonly Lazy<TransformerChain<ITransformer>> s_chain = new(() =>
        new EstimatorChain<ITransformer>()
            .Append(Hmda.Context.Transforms.ReplaceMissingValues(new InputOutputColumnPair[] { new("rate", "pirat") }))
            .Append(Hmda.Context.Transforms.Conversion.MapValueToKey([new("deny"), new("afam")]))
            .Append<ITransformer>(Hmda.Context.FairGan().Synthesizer(Hmda.Options with { Training = Hmda.Quick with { Steps = 5 } }))
            .Append<ITransformer>(Hmda.Context.Transforms.Conversion.MapKeyToValue([new("race", "afam")]))
            .Fit(Hmda.Data));

    [Fact]
    public void A_chain_loaded_in_this_process_makes_the_same_rows()
    {
        using TemporaryFolder folder = new();
        Save(folder);

        Check(folder.Path);
    }

    [Fact]
    public void A_chain_loaded_in_another_process_makes_the_same_rows_without_Torch()
    {
        using TemporaryFolder folder = new();
        Save(folder);

        (int exitCode, string output) = ChildProcess.RunTest(
            GetType(), nameof(A_chain_of_another_process_is_loaded), new Dictionary<string, string?> { [FolderVariable] = folder.Path });

        Assert.True(exitCode == 0, output);
        Assert.Contains("Total: 1,", output);
        Assert.Contains("Not Run: 0", output);
    }

    [Fact(Explicit = true)]
    public void A_chain_of_another_process_is_loaded()
    {
        Check(Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"{FolderVariable} names the folder."));
        using Process process = Process.GetCurrentProcess();
        Assert.DoesNotContain(process.Modules.Cast<ProcessModule>(), module => module.ModuleName.Contains("torch_cpu", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(process.Modules.Cast<ProcessModule>(), module => module.ModuleName.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_synthesizer_alone_is_saved_and_loaded_with_all_it_knows()
    {
        using TemporaryFolder folder = new();
        Hmda.Context.Model.Save(Hmda.Fitted, Hmda.Data.Schema, folder.File("model.zip"));

        SynthesizerTransformer loaded = Assert.IsType<SynthesizerTransformer>(new MLContext().Model.Load(folder.File("model.zip"), out DataViewSchema input));

        Assert.Equal(Hmda.Data.Schema.Describe(), input.Describe());
        Assert.Equal(Hmda.Data.Schema.Describe(), loaded.Schema.Describe());
        Assert.Equal(Hmda.Fitted.GeneratorBytes, loaded.GeneratorBytes);
        Assert.Equivalent(Hmda.Options with { Training = loaded.Options.Training, Preparation = new() }, loaded.Options, strict: true);
        Assert.Equivalent(new TrainingSummary { CutShort = "steps" }, loaded.Summary, strict: true);
        Assert.Equal(TestTables.ToCsv(Hmda.Fitted.Rows(1200)), TestTables.ToCsv(loaded.Rows(1200)));
    }

    [Theory]
    [InlineData("generator.onnx")]
    [InlineData("schema")]
    [InlineData("options.json")]
    [InlineData("training.json")]
    public void A_damaged_model_is_refused(string entry)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("model.zip");
        Hmda.Context.Model.Save(Hmda.Fitted, Hmda.Data.Schema, path);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry damaged = zip.Entries.Single(e => e.Name == entry);
            using Stream stream = damaged.Open();
            stream.Seek(-1, SeekOrigin.End);
            int last = stream.ReadByte();
            stream.Seek(-1, SeekOrigin.End);
            stream.WriteByte((byte)(last ^ 1));
        }

        // ML.NET calls loaders through reflection, which wraps what they throw.
        Exception refusal = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(path, out _));
        Assert.Contains(entry, Assert.IsType<FormatException>(refusal.GetBaseException()).Message);
    }

    [Fact]
    public void A_generator_that_does_not_fit_the_schema_is_refused()
    {
        byte[] file = Hmda.Fitted.GeneratorBytes.ToArray();

        Assert.Contains("columns differ", Refusal(TestTables.FromCsv("a,b\n1,2\n")));
        Assert.Contains("'deny'", Refusal(ColumnarDataView.Create([
            .. Hmda.Data.Schema.Select(column => (column.Name, column.Name == "deny" ? ColumnData.Of([1f]) : ColumnData.Text(["1"])))])));

        string Refusal(IDataView data) =>
            Assert.Throws<FormatException>(() => new SynthesizerTransformer(data.Schema, OnnxGenerator.Parse(file), Hmda.Options, Hmda.Fitted.Summary)).Message;
    }

    private static void Save(TemporaryFolder folder)
    {
        TransformerChain<ITransformer> chain = s_chain.Value;
        Hmda.Context.Model.Save(chain, Hmda.Data.Schema, folder.File("model.zip"));
        File.WriteAllText(folder.File("chain.csv"), TestTables.ToCsv(chain.Transform(Hmda.Data)));
        SynthesizerTransformer synthesizer = chain.OfType<SynthesizerTransformer>().Single();
        File.WriteAllText(folder.File("rows.csv"), TestTables.ToCsv(synthesizer.Rows(1500, s_sampling)));
        File.WriteAllLines(folder.File("schema.txt"), synthesizer.Schema.Describe());
    }

    private static void Check(string folder)
    {
        MLContext context = new();
        ITransformer model = context.Model.Load(Path.Combine(folder, "model.zip"), out DataViewSchema inputSchema);

        Assert.Equal(Hmda.Data.Schema.Describe(), inputSchema.Describe());
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "chain.csv")), TestTables.ToCsv(model.Transform(Hmda.Data)));
        SynthesizerTransformer synthesizer = Assert.IsAssignableFrom<IEnumerable<ITransformer>>(model).OfType<SynthesizerTransformer>().Single();
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "rows.csv")), TestTables.ToCsv(synthesizer.Rows(1500, s_sampling)));
        Assert.Equal(File.ReadAllLines(Path.Combine(folder, "schema.txt")), synthesizer.Schema.Describe());
        Assert.Contains(synthesizer.Schema.Describe(), column => column.StartsWith("afam: Key<UInt32, 0-1> [KeyValues ", StringComparison.Ordinal) && column.EndsWith(" no|yes", StringComparison.Ordinal));
    }
}
