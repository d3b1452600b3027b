using System.Runtime.InteropServices;
using FairGan.Export.Format;
using FairGan.Export.Onnx;
using FairGan.Export.Vectors;
using Google.Protobuf;

namespace FairGan.Export.Tests.Graph;

/// <summary>Files made to do harm: each is refused in one clear sentence, before much memory or time is spent.</summary>
public class HostileFileTests
{
    private static readonly byte[] s_file = ExampleGenerator.File();

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        for (int length = 0; length < s_file.Length; length += 97)
        {
            Assert.NotEmpty(Refusal(s_file[..length]));
        }
    }

    [Fact]
    public void Names_that_break_lines_do_not_break_the_sentence()
    {
        Assert.Contains(
            "node 'a  b c' uses 'd\"e', which no earlier node computes",
            Refusal(Changed(model => (model.Graph.Node[^1].Name, model.Graph.Node[^1].Input[0]) = ("a\r\nb\u2028c", "d\"e"))),
            StringComparison.Ordinal);
        var vectors = ModelProto.Parser.ParseFrom(VectorExample.File());
        vectors.MetadataProps.Single(entry => entry.Key == GeneratorFile.KindKey).Value = "x\ny";
        const string Refused = "This file generates neither rows of a table nor vectors.";
        Assert.Equal(Refused, Refusal(vectors.ToByteArray()));
        Assert.Equal(Refused, Assert.Throws<FormatException>(() => VectorGenerator.Open(vectors.ToByteArray())).Message);
    }

    [Fact]
    public void A_stream_without_end_is_refused() => Assert.Contains("larger than", Assert.Throws<FormatException>(() => OnnxGenerator.Open(new Zeros())).Message, StringComparison.Ordinal);

    [Fact]
    public void Data_in_other_files_are_refused() => Assert.Contains(
        "other files",
        Refusal(Changed(model =>
        {
            var tensor = model.Graph.Initializer[^1];
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" });
        })),
        StringComparison.Ordinal);

    // Sparse constants, functions, training graphs, and tensors or graphs within a node's attributes: where else a file could hide work or a reference.
    [Theory]
    [InlineData("model", 25, new byte[] { 10, 1, 65 })]
    [InlineData("model", 20, new byte[] { })]
    [InlineData("graph", 15, new byte[] { })]
    [InlineData("attribute", 5, new byte[] { 112, 1 })]
    [InlineData("attribute", 6, new byte[] { })]
    [InlineData("attribute", 22, new byte[] { })]
    public void Parts_that_no_generator_has_are_refused(string where, int field, byte[] content)
    {
        var model = ModelProto.Parser.ParseFrom(s_file);
        byte[] part = [.. Varint((ulong)(field << 3) | 2), .. Varint((ulong)content.Length), .. content];
        if (where == "graph")
        {
            model.Graph = GraphProto.Parser.ParseFrom([.. model.Graph.ToByteArray(), .. part]);
        }
        else if (where == "attribute")
        {
            var attributes = model.Graph.Node.First(node => node.Attribute.Count > 0).Attribute;
            attributes[0] = AttributeProto.Parser.ParseFrom([.. attributes[0].ToByteArray(), .. part]);
        }

        byte[] file = [.. model.ToByteArray(), .. where == "model" ? part : []];
        Assert.Contains($"a {where} in it has a part that no generator's file has (field {field})", Refusal(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Loop")]
    [InlineData("", "Range")]
    [InlineData("com.microsoft", "Gelu")]
    [InlineData("ai.onnx.ml", "Normalizer")]
    public void Other_operators_are_refused(string domain, string operation) => Assert.Contains(
        $"'{operation}' of '{domain}'",
        Refusal(Changed(model =>
        {
            model.Graph.Node[^1].Domain = domain;
            model.Graph.Node[^1].OpType = operation;
        })),
        StringComparison.Ordinal);

    [Fact]
    public void A_cycle_is_refused() => Assert.Contains(
        "which no earlier node computes",
        Refusal(Changed(model => model.Graph.Node.First(node => node.OpType == "Gemm").Input[0] = model.Graph.Node.Last(node => node.OpType == "Gemm").Output[0])),
        StringComparison.Ordinal);

    [Fact]
    public void A_cycle_within_the_trees_is_refused() => Assert.Contains(
        "TreeEnsembleRegressor",
        Refusal(Changed(model => model.Graph.Node.First(node => node.OpType == "TreeEnsembleRegressor").Attribute.First(a => a.Name == "nodes_truenodeids").Ints[0] = 0)),
        StringComparison.Ordinal);

    // Each step is twice as wide as the one before; nothing of it is run.
    [Fact]
    public void A_graph_that_asks_for_much_memory_is_refused() => Assert.Contains("more memory or work", Refusal(Grown("Concat", 40)), StringComparison.Ordinal);

    // Their sums and products are past the greatest whole number.
    [Theory]
    [InlineData("Split", long.MaxValue)]
    [InlineData("Split", 0)]
    [InlineData("Reshape", 1L << 33)]
    [InlineData("Reshape", -2)]
    public void Sizes_that_no_tensor_has_are_refused(string operation, long size) => Assert.Contains(
        "do not fit together",
        Refusal(Changed(model =>
        {
            string sizes = model.Graph.Node.First(node => node.OpType == operation).Input[1];
            var constant = model.Graph.Initializer.First(tensor => tensor.Name == sizes);
            constant.RawData = ByteString.CopyFrom([.. Enumerable.Repeat(BitConverter.GetBytes(size), constant.RawData.Length / 8).SelectMany(bytes => bytes)]);
        })),
        StringComparison.Ordinal);

    [Fact]
    public void A_graph_of_many_nodes_is_refused() => Assert.Contains("more parts", Refusal(Changed(model =>
    {
        for (int i = 0; i < 300_000; i++)
        {
            model.Graph.Node.Add(new NodeProto { Attribute = { new AttributeProto() } });
        }
    })), StringComparison.Ordinal);

    [Fact]
    public void A_schema_of_a_million_columns_is_refused() => Assert.Contains(
        "more than 4096 columns",
        Refusal(WithProperty("fairgan.schema", _ => "{\"columns\":[" + string.Concat(Enumerable.Repeat("{},", 1_000_000)) + "{}],\"sensitive\":[]}")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("fairgan.noise_width", "18")]
    [InlineData("fairgan.noise_width", "1000000000")]
    [InlineData("fairgan.strength", "NaN")]
    [InlineData("fairgan.schema", "{\"columns\":[null],\"sensitive\":[]}")]
    [InlineData("fairgan.schema", "{\"columns\":[{\"codec\":\"numeric\",\"name\":\"age\",\"isInteger\":true,\"decimals\":0,\"atoms\":[],\"edges\":[],\"knots\":[null],\"hasMissing\":false}],\"sensitive\":[]}")]
    [InlineData("fairgan.schema", "[[[[")]
    [InlineData("fairgan.schema", "null")]
    public void Metadata_that_lie_are_refused(string key, string value) => Assert.NotEmpty(Refusal(WithProperty(key, _ => value)));

    // In the example the columns at 1 and 2 are drawn given that at 4, which determines the one at 6; the label is at 5.
    [Theory]
    [InlineData("[null]", "contains null")]
    [InlineData("[{\"parent\":4,\"child\":99}]", "do not fit its schema")]
    [InlineData("[{\"parent\":-1,\"child\":2}]", "do not fit its schema")]
    [InlineData("[{\"parent\":4,\"child\":2},{\"parent\":4,\"child\":2}]", "do not fit its schema")]
    [InlineData("[{\"parent\":1,\"child\":2},{\"parent\":4,\"child\":1}]", "do not fit its schema")]
    [InlineData("[{\"parent\":4,\"child\":5}]", "do not fit its schema")]
    [InlineData("[{\"parent\":4,\"child\":6}]", "do not fit its schema")]
    [InlineData("[{\"parent\":4,\"child\":3}]", "no constants for the conditional logits")]
    [InlineData("[{\"parent\":0,\"child\":2}]", "no constants for the conditional logits")]
    [InlineData("{", "cannot be read")]
    public void Invalid_pairs_of_parent_and_child_columns_are_refused(string json, string expected) =>
        Assert.Contains(expected, Refusal(WithProperty("fairgan.interactions", _ => json)), StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(21)]
    public void Logits_out_of_bounds_are_refused(float logit) => Assert.Contains("no constants for the conditional logits", Refusal(Changed(model =>
    {
        var constant = model.Graph.Initializer.Single(tensor => tensor.Name == "interaction/2");
        float[] logits = MemoryMarshal.Cast<byte, float>(constant.RawData.Span).ToArray();
        logits[3] = logit;
        constant.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(logits.AsSpan()));
    })), StringComparison.Ordinal);

    [Fact]
    public void A_schema_with_other_kinds_of_columns_than_the_graph_makes_is_refused() =>
        Assert.Contains("'age'", Refusal(WithProperty("fairgan.schema", json => json.Replace("\"isInteger\":true", "\"isInteger\":false", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void Values_that_the_schema_does_not_have_end_the_drawing()
    {
        // What the rare symbol of the town stands for: one in five is the 100th town of twelve.
        byte[] file = Changed(model =>
        {
            var slots = model.Graph.Initializer.First(tensor => tensor.Name.StartsWith("/column_1/", StringComparison.Ordinal) && tensor.DataType == (int)TensorProto.Types.DataType.Int32 && tensor.Dims is [> 100]);
            byte[] numbers = slots.RawData.ToByteArray();
            for (int i = 0; i < numbers.Length; i += 20)
            {
                numbers[i] = 99;
            }

            slots.RawData = ByteString.CopyFrom(numbers);
        });
        using var generator = OnnxGenerator.Open(file);
        Assert.Contains("'town, \"or\" village'", Assert.Throws<FormatException>(() => generator.Generate(1000).First()).Message, StringComparison.Ordinal);
    }

    // In processes of their own: a crash of ONNX Runtime would otherwise end the tests.
    [Fact]
    public void A_file_without_operator_sets_is_refused()
    {
        const string Refused = "asks for versions of ONNX";
        Assert.Contains(Refused, Refusal(Changed(model => model.OpsetImport.Clear())), StringComparison.Ordinal);
        Assert.Contains(Refused, Refusal(Changed(model => model.OpsetImport.RemoveAt(0))), StringComparison.Ordinal);
        Assert.Contains(Refused, Refusal(Changed(model => model.OpsetImport.Add(model.OpsetImport[0].Clone()))), StringComparison.Ordinal);
        Assert.Contains(Refused, Refusal(Changed(model => model.OpsetImport.Remove(model.OpsetImport.Single(set => set.Domain.Length > 0)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"columns\":[", "\"columns\":[null,")]
    [InlineData("\"rules\":[", "\"rules\":[null,")]
    [InlineData("\"sensitive\":[", "\"sensitive\":[null,")]
    public void Null_in_a_list_of_the_schema_is_refused(string old, string changed) => Assert.Contains(
        "contains null", Refusal(WithProperty(GeneratorFile.SchemaKey, json => json.Contains(old, StringComparison.Ordinal) ? json.Replace(old, changed, StringComparison.Ordinal) : json[..^1] + ",\"rules\":[null]}")), StringComparison.Ordinal);

    private static byte[] Grown(string operation, int times) => Changed(model =>
    {
        string grown = "noise";
        int at = model.Graph.Node.TakeWhile(GeneratorFile.IsNoise).Count();
        for (int i = 0; i < times; i++)
        {
            var node = new NodeProto { Name = $"grown {i}", OpType = operation, Input = { grown, grown }, Output = { $"grown {i}" } };
            node.Attribute.Add(new AttributeProto { Name = "axis", I = 1, Type = AttributeProto.Types.AttributeType.Int });
            model.Graph.Node.Insert(at + i, node);
            grown = node.Output[0];
        }

        model.Graph.Node.First(node => node.OpType == "Slice" && !GeneratorFile.IsNoise(node)).Input[0] = grown;
    });

    private static byte[] WithProperty(string key, Func<string, string> change) => Changed(model =>
    {
        var property = model.MetadataProps.First(p => p.Key == key);
        property.Value = change(property.Value);
    });

    private static byte[] Changed(Action<ModelProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(s_file);
        change(model);
        return model.ToByteArray();
    }

    private static string Refusal(byte[] file)
    {
        string message = Assert.Throws<FormatException>(() => OnnxGenerator.Open(file).Dispose()).Message;
        Assert.DoesNotContain(message, char.IsControl);
        return message;
    }

    private static byte[] Varint(ulong value)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteUInt64(value);
        }

        return stream.ToArray();
    }

    private sealed class Zeros : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
