using FairGan.Export.Format;
using FairGan.Export.Graph;
using FairGan.Export.Onnx;
using Google.Protobuf;

namespace FairGan.Export.Tests.Graph;

public class GeneratorFileTests
{
    [Fact]
    public void The_same_parts_give_the_same_bytes() => Assert.Equal(ExampleGenerator.File(), ExampleGenerator.File());

    [Fact]
    public void Schema_and_strength_survive_the_file()
    {
        var (_, information) = GeneratorFile.Read(ExampleGenerator.File());
        Assert.Equal(ExampleGenerator.Schema, information.Schema);
        Assert.Equal(1, information.Strength);
        Assert.True(information.HasDial);
    }

    [Fact]
    public void Only_the_seeded_noise_needs_operator_set_18()
    {
        var model = GeneratorFile.Read(ExampleGenerator.File()).Model;
        Assert.Equal(18, model.OpsetImport.First(set => set.Domain.Length == 0).Version);
        Assert.All(model.Graph.Node.Where(node => node.OpType == "BitwiseXor"), node => Assert.StartsWith(GraphNames.NoiseScope, node.Name));
        Assert.Equal(17, GraphCuts.WithNoiseInput(model).OpsetImport.First(set => set.Domain.Length == 0).Version);
    }

    [Fact]
    public void A_foreign_model_and_a_later_format_have_different_errors()
    {
        var model = ModelProto.Parser.ParseFrom(ExampleGenerator.File());
        model.MetadataProps.First(p => p.Key == "fairgan.format").Value = "3";
        Assert.Contains("format version 3", Assert.Throws<FormatException>(() => OnnxGenerator.Open(model.ToByteArray())).Message, StringComparison.Ordinal);
        model.MetadataProps.Clear();
        Assert.Contains("not written by FairGan", Assert.Throws<FormatException>(() => OnnxGenerator.Open(model.ToByteArray())).Message, StringComparison.Ordinal);
    }
}
