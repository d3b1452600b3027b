using System.IO.Compression;
using FairGan.MLNet.Components.Persistence;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Persistence;

public sealed class ModelStreamsTests
{
    private const string ModelVariable = "FAIRGAN_TEST_MODEL";
    private const string Options = "{\"strength\":1,\"name\":\"é😀\"}";

    [Fact]
    public void A_transformer_saved_in_a_chain_comes_back_in_another_process()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("model.zip");
        Save(path);

        (int exitCode, string output) = ChildProcess.RunTest(
            GetType(), nameof(A_model_of_another_process_is_loaded), new Dictionary<string, string?> { [ModelVariable] = path });

        Assert.True(exitCode == 0, output);
        Assert.Contains("Total: 1,", output);
        Assert.Contains("Not Run: 0", output);
    }

    [Fact(Explicit = true)]
    public void A_model_of_another_process_is_loaded()
    {
        string path = Environment.GetEnvironmentVariable(ModelVariable) ?? throw new InvalidOperationException($"{ModelVariable} names the model.");
        CheckModel(new MLContext().Model.Load(path, out DataViewSchema inputSchema));
        Assert.Equal(["color", "n"], inputSchema.Select(column => column.Name));
    }

    [Fact]
    public void A_transformer_saved_in_a_chain_comes_back_in_this_process()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model.zip"));
        CheckModel(new MLContext().Model.Load(folder.File("model.zip"), out _));
    }

    [Theory]
    [InlineData("generator.onnx")]
    [InlineData("schema")]
    [InlineData("options.json")]
    public void A_damaged_or_missing_content_is_refused(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("model.zip");
        Save(path);
        Rewrite(path, folder.File("flipped.zip"), name, bytes =>
        {
            bytes[^1] ^= 1;
            return bytes;
        });
        Rewrite(path, folder.File("short.zip"), name, bytes => bytes[..(bytes.Length / 2)]);
        Rewrite(path, folder.File("empty.zip"), name, _ => []);
        Rewrite(path, folder.File("without.zip"), name, _ => null);

        foreach (string damaged in new[] { "flipped.zip", "short.zip", "empty.zip", "without.zip" })
        {
            Assert.Contains($"'{name}'", Refusal(folder.File(damaged)).Message);
        }
    }

    [Fact]
    public void A_model_of_a_later_version_is_refused()
    {
        using TemporaryFolder folder = new();
        Save(folder.File("model.zip"), version: 2);

        Assert.Contains("version", Refusal(folder.File("model.zip")).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Large_contents_come_back_whole()
    {
        using TemporaryFolder folder = new();
        byte[] keys = new byte[5_000_000];
        new Random(7).NextBytes(keys);
        MLContext context = new();
        context.Model.Save(new StampTransformer(Chain(context).Schema, keys, Options), null, folder.File("model.zip"));

        StampTransformer loaded = Assert.IsType<StampTransformer>(context.Model.Load(folder.File("model.zip"), out _));

        Assert.True(keys.AsSpan().SequenceEqual(loaded.Keys));
    }

    [Fact]
    public void Signatures_of_the_wrong_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SavedModelKind("SHORT", "Loader", GetType().Assembly));
        Assert.Throws<ArgumentException>(() => new SavedModelKind("SIGNΩTUR", "Loader", GetType().Assembly));
        Assert.Throws<ArgumentException>(() => new SavedModelKind("SIGNATUR", "ALoaderWithANameThatIsTooLong", GetType().Assembly));
        Assert.Throws<ArgumentException>(() => new SavedModelKind("SIGNATUR", "", GetType().Assembly));
    }

    // ML.NET calls loaders through reflection, which wraps what they throw.
    private static FormatException Refusal(string path) =>
        Assert.IsType<FormatException>(Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(path, out _)).GetBaseException());

    private static IDataView Chain(MLContext context)
    {
        IDataView data = Data();
        return context.Transforms.Conversion.MapValueToKey("color").Fit(data).Transform(data);
    }

    private static ColumnarDataView Data() =>
        ColumnarDataView.Create(("color", ColumnData.Text(["red", "blue", "red"])), ("n", ColumnData.Of([1f, 2f, 3f])));

    private static void Save(string path, uint version = 1)
    {
        MLContext context = new();
        ColumnarDataView data = Data();
        ITransformer toKey = context.Transforms.Conversion.MapValueToKey("color").Fit(data);
        IDataView keyed = toKey.Transform(data);
        StampTransformer stamp = new(keyed.Schema, [2, 0, 1, 1], Options, version);
        ITransformer toValue = context.Transforms.Conversion.MapKeyToValue("color").Fit(stamp.Transform(keyed));
        context.Model.Save(new TransformerChain<ITransformer>(toKey, stamp, toValue), data.Schema, path);
    }

    private static void CheckModel(ITransformer model)
    {
        ITransformer[] stages = [.. Assert.IsAssignableFrom<IEnumerable<ITransformer>>(model)];
        Assert.Equal(3, stages.Length);
        StampTransformer stamp = Assert.IsType<StampTransformer>(stages[1]);
        Assert.Equal(Options, stamp.Options);
        Assert.Equal([2, 0, 1, 1], stamp.Keys);

        IDataView output = model.Transform(Data());
        Assert.Equal(["blue", "", "red", "red"], output.Texts("color"));
        Assert.Equal([1f, 0, 0.5f, 0.5f], output.Values<float>("n"));
    }

    private static void Rewrite(string from, string to, string name, Func<byte[], byte[]?> change)
    {
        using ZipArchive source = ZipFile.OpenRead(from);
        using ZipArchive target = ZipFile.Open(to, ZipArchiveMode.Create);
        int changed = 0;
        foreach (ZipArchiveEntry entry in source.Entries)
        {
            using MemoryStream memory = new();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(memory);
            }

            byte[]? content = memory.ToArray();
            if (entry.FullName.Replace('\\', '/').EndsWith("/" + name, StringComparison.Ordinal))
            {
                content = change(content);
                changed++;
            }

            if (content is not null)
            {
                using Stream stream = target.CreateEntry(entry.FullName).Open();
                stream.Write(content);
            }
        }

        Assert.Equal(1, changed);
    }
}
