using System.Runtime.CompilerServices;
using System.Text;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Tests.Persistence;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: LoadableClass(
    typeof(StampTransformer), typeof(StampTransformerLoader), null, typeof(SignatureLoadModel), "Test stamp", StampTransformerLoader.Signature)]

namespace FairGan.MLNet.Tests.Persistence;

/// <summary>Answers every table with one of its own, which it carries: what a synthesizer does, without the learning.</summary>
internal sealed class StampTransformer(DataViewSchema schema, byte[] keys, string options, uint version = 1) : ITransformer
{
    public DataViewSchema Schema { get; } = schema;

    public byte[] Keys { get; } = keys;

    public string Options { get; } = options;

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Transform(null).Schema;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException("It makes rows of its own.");

    public IDataView Transform(IDataView? input) => ColumnarDataView.Like(
        Schema, [ColumnData.Of(Array.ConvertAll(Keys, key => (uint)key)), ColumnData.Of(Array.ConvertAll(Keys, key => key * 0.5f))]);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ModelStreams.Save(ctx, StampTransformerLoader.Kind(version), new Dictionary<string, byte[]>
    {
        ["generator.onnx"] = Keys,
        ["schema"] = SavedSchema.ToBytes(Schema),
        ["options.json"] = Encoding.UTF8.GetBytes(Options),
    });
}

internal static class StampTransformerLoader
{
    public const string Signature = "FairGanTestStamp";

    public static SavedModelKind Kind(uint version = 1) =>
        new("FGTSTAMP", Signature, typeof(StampTransformerLoader).Assembly, version);

    // ML.NET finds this method by its name and parameters.
    private static StampTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Assert.NotNull(env);
        IReadOnlyDictionary<string, byte[]> contents = ModelStreams.Load(ctx, Kind(), "generator.onnx", "schema", "options.json");
        return new StampTransformer(
            SavedSchema.FromBytes(contents["schema"]), contents["generator.onnx"], Encoding.UTF8.GetString(contents["options.json"]));
    }
}
