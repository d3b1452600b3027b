using System.IO.Compression;
using FairGan.MLNet.Components;
using FairGan.MLNet.Tests.Synthesis;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Persistence;

/// <summary>Models that older versions saved. The file holds FairGan 0.1.0's synthesizer of hmda-1.onnx and a key of ML.NET's, saved with ML.NET 5.0.1.</summary>
public sealed class KeptModelTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Files");

    [Fact]
    public void A_model_saved_with_ML_NET_5_0_1_loads_and_makes_the_same_rows()
    {
        string file = Path.Combine(s_folder, "mlnet-5.0.1.zip");
        using (ZipArchive zip = ZipFile.OpenRead(file))
        using (StreamReader version = new(zip.Entries.Single(entry => entry.FullName.EndsWith("Version.txt", StringComparison.Ordinal)).Open()))
        {
            Assert.StartsWith("5.0.1", version.ReadToEnd(), StringComparison.Ordinal);
        }

        MLContext context = new(seed: 1);
        ITransformer model = context.Model.Load(file, out DataViewSchema input);
        using SynthesizerTransformer loaded = Assert.IsAssignableFrom<IEnumerable<ITransformer>>(model).OfType<SynthesizerTransformer>().Single();
        using SynthesizerTransformer expected = context.FairGan().LoadFromOnnx(Path.Combine(s_folder, "hmda-1.onnx"));

        Assert.Equal(expected.Schema.Describe(), input.Describe());
        Assert.Equal(TestTables.ToCsv(expected.Rows(500)), TestTables.ToCsv(loaded.Rows(500)));
        Assert.Contains(model.Transform(loaded.Rows(10)).Schema.Describe(), column => column.StartsWith("afamKey: Key<UInt32, 0-1>", StringComparison.Ordinal));
    }
}
