using FairGan.Export;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>The generator's file at the end of a pipeline of ML.NET's own, which needs nothing of this library.</summary>
public class OnnxPipelineTests
{
    private static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "Files", "hmda-1.onnx");

    [Fact]
    public void A_pipeline_that_ends_in_the_file_gives_the_same_rows()
    {
        var context = new MLContext(1);
        var pipeline = context.Transforms.CopyColumns("seed", nameof(Ask.Number))
            .Append(context.Transforms.ApplyOnnxModel(["code/afam", "value/deny", "value/hirat"], ["seed", "start_row", "rows", "strength"], s_file));
        IDataView asked = context.Data.LoadFromEnumerable([new Ask { Number = [4], StartRow = [2048], Rows = [1024], Strength = [0.5f] }]);
        Drawn drawn = Assert.Single(context.Data.CreateEnumerable<Drawn>(pipeline.Fit(asked).Transform(asked), reuseRowObject: false));

        using OnnxGenerator generator = OnnxGenerator.Open(s_file);
        SyntheticBatch batch = Assert.Single(generator.Generate(1024, new() { Seed = 4, StartRow = 2048, Strength = 0.5 }));
        T Column<T>(string name) => Assert.IsType<T>(batch.Columns.First(column => column.Name == name));
        var labels = Column<CategoricalColumn>("deny");
        Assert.Equal(labels.Codes.Select(code => labels.Categories[code]), drawn.Labels);
        Assert.Equal(Column<CategoricalColumn>("afam").Codes, drawn.Groups);
        Assert.Equal(Column<RealColumn>("hirat").Values, drawn.Ratios);
    }

    private sealed class Ask
    {
        [VectorType(1)]
        public long[] Number { get; set; } = [];

        [VectorType(1)]
        [ColumnName("start_row")]
        public long[] StartRow { get; set; } = [];

        [VectorType(1)]
        [ColumnName("rows")]
        public long[] Rows { get; set; } = [];

        [VectorType(1)]
        [ColumnName("strength")]
        public float[] Strength { get; set; } = [];
    }

    private sealed class Drawn
    {
        [ColumnName("value/deny")]
        public string[] Labels { get; set; } = [];

        [ColumnName("code/afam")]
        public int[] Groups { get; set; } = [];

        [ColumnName("value/hirat")]
        public double[] Ratios { get; set; } = [];
    }
}
