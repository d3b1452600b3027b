using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class FillInTests
{
    private const int TestRows = 200;
    private const int Draws = 40;

    // Each test row is filled in many times over: the shares of the values, numbers by quarters, are its conditional distribution.
    [Theory]
    [InlineData("hirat")]
    [InlineData("single")]
    [InlineData("insurance")]
    public void A_filled_in_column_beats_its_marginal_by_log_likelihood_on_test_rows(string column)
    {
        IDataView training = Hmda.Context.Data.SkipRows(Hmda.Data, TestRows), test = Hmda.Context.Data.TakeRows(Hmda.Data, TestRows);
        using OnnxGenerator generator = s_trained.Value.OpenGenerator();
        ColumnCodec codec = generator.Information.Schema[column];
        double[] quarters = codec is NumericCodec ? Quarters(training, column) : [];
        int[] truth = Classes(test);
        SyntheticBatch once = GivenRows.Read(Hmda.Context.Transforms.DropColumns(column).Fit(test).Transform(test), generator.Information, new PreparationOptions(), keepsOthers: false, default).Batch;
        var counts = new double[TestRows, codec is NumericCodec ? 4 : codec.SymbolCount];
        foreach (SyntheticBatch batch in generator.FillIn(Repeated(once)))
        {
            SyntheticColumn filled = batch.Columns[generator.Information.Schema.IndexOf(column)];
            for (int row = 0; row < batch.RowCount; row++)
            {
                int drawn = filled is CategoricalColumn categories ? categories.Codes[row] : quarters.Count(edge => ((RealColumn)filled).Values[row] > edge);
                counts[(batch.StartRow + row) % TestRows, drawn]++;
            }
        }

        var marginal = new double[counts.GetLength(1)];
        Array.ForEach(Classes(training), drawn => marginal[drawn]++);
        double conditional = 0, baseline = 0;
        for (int row = 0; row < truth.Length; row++)
        {
            // What few draws cannot tell apart leans on the marginal.
            double share = (marginal[truth[row]] + 0.5) / (marginal.Sum() + (0.5 * marginal.Length));
            conditional += Math.Log((counts[row, truth[row]] + (5 * share)) / (Draws + 5));
            baseline += Math.Log(share);
        }

        Assert.True(conditional > baseline + (0.02 * truth.Length), $"{conditional / truth.Length:F3} against {baseline / truth.Length:F3} a row");

        int[] Classes(IDataView table) => codec is NumericCodec
            ? [.. table.GetColumn<double>(column).Select(value => quarters.Count(edge => value > edge))]
            : [.. table.GetColumn<string>(column).Select(codec.SymbolOf)];
    }

    [Fact]
    public void Filled_in_rows_keep_the_schema_and_what_was_there()
    {
        string[] names = [.. Hmda.Data.Schema.Select(column => column.Name)];
        IDataView few = Hmda.Context.Data.TakeRows(Hmda.Context.Transforms.SelectColumns("afam", "pirat").Fit(Hmda.Data).Transform(Hmda.Data), 100);
        IDataView filled = Hmda.Fitted.FillIn(few);
        Assert.Equal(names, filled.Schema.Select(column => column.Name));
        Assert.Equal(few.GetColumn<string>("afam"), filled.GetColumn<string>("afam"));
        Assert.Equal(few.GetColumn<double>("pirat"), filled.GetColumn<double>("pirat"));
        Assert.DoesNotContain("", filled.GetColumn<string>("deny"));
    }

    private static readonly Lazy<SynthesizerTransformer> s_trained = new(() => Hmda.Context.FairGan()
        .Synthesizer(Hmda.Options with { Training = Hmda.Quick with { Steps = 400 } }).Fit(Hmda.Context.Data.SkipRows(Hmda.Data, TestRows)));

    private static SyntheticBatch Repeated(SyntheticBatch rows) => new(0, rows.RowCount * Draws, [.. rows.Columns.Select(column => (SyntheticColumn)(column switch
    {
        CategoricalColumn cells => cells with { Codes = [.. Enumerable.Repeat(cells.Codes, Draws).SelectMany(codes => codes)] },
        RealColumn cells => cells with { Values = [.. Enumerable.Repeat(cells.Values, Draws).SelectMany(values => values)] },
        _ => throw new NotSupportedException(),
    }))]);

    private static double[] Quarters(IDataView table, string column)
    {
        double[] values = [.. table.GetColumn<double>(column).Order()];
        return [values[values.Length / 4], values[values.Length / 2], values[values.Length * 3 / 4]];
    }
}
