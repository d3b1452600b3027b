using FairGan.Export;
using FairGan.Export.Format.Noise;
using FairGan.Export.Graph;
using FairGan.MLNet.Training.Rows;

namespace FairGan.MLNet.Training.Labels;

/// <summary>
/// Fits a map that equalises the error rates of models trained on the generated rows: each group's log-odds are shifted. The shifts are
/// measured on a model that is trained on generated rows and tested on the real rows. This takes a few rounds, and the best map is
/// used.
/// </summary>
internal static class OddsMapFitter
{
    private const int Knots = 513;
    private const int Rounds = 4;
    private const int MostRows = 40_000;
    private const float Highest = 12;

    /// <summary>Fits the map.</summary>
    /// <param name="parts">The generator with its label head.</param>
    /// <param name="table">The real rows.</param>
    /// <param name="falsePositives">Whether false positive rates are equalised as well as true positive rates.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public static FairScoreMap Fit(GeneratorParts parts, EncodedTable table, bool falsePositives, GanOptions options, CancellationToken cancellationToken)
    {
        int label = table.Schema.IndexOf(table.Schema.Label!), positive = table.Schema.Columns[label].SymbolOf(table.Schema.Positive!);
        var groups = new GroupIndex(table, [.. Enumerable.Range(0, table.RowCount)]);

        // Models are trained and judged on rows that have a label.
        int[] labelled = Labelled(table, label);
        bool[] labels = Array.ConvertAll(labelled, row => table.Codes[label][row] == positive);
        int[] rowGroups = Array.ConvertAll(labelled, row => groups.RowGroups[row]);

        // A combination that no real row has is not shifted.
        double[] shifts = new double[groups.Count + 1], best = shifts;
        double least = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            var drawn = Generate(parts with { LabelHead = parts.LabelHead! with { FairMap = Map(groups, shifts) } }, Math.Min(table.RowCount, MostRows), ~options.Seed, options.Threads, cancellationToken);
            int[] rows = Labelled(drawn, label);
            int heldOut = rows.Length / 10;
            var model = LabelHeadTrainer.Train(drawn, rows[heldOut..], rows[..heldOut], options);
            float[] scores = LabelScores.Of(model, table);
            var thresholds = new GroupThresholds(Array.ConvertAll(labelled, row => scores[row]), labels, rowGroups, groups.Count, falsePositives);
            if (thresholds.Spread(new double[groups.Count]) is var spread && spread < least)
            {
                (least, best) = (spread, shifts);
            }

            shifts = [.. shifts.Zip(thresholds.Shifts().Append(0), (shift, further) => shift + further)];
        }

        return Map(groups, best);
    }

    private static int[] Labelled(EncodedTable table, int label) =>
        [.. Enumerable.Range(0, table.RowCount).Where(row => table.Codes[label][row] != table.Schema.Columns[label].MissingSymbol)];

    private static FairScoreMap Map(GroupIndex groups, double[] shifts)
    {
        int[] groupOf = Array.ConvertAll(groups.GroupOf, group => group < 0 ? groups.Count : group);
        return new FairScoreMap(groups.Columns, groupOf, -Highest, Highest, [.. shifts.Select(shift => Enumerable.Range(0, Knots)
            .Select(k => (float)(1 / (1 + Math.Exp(-(-Highest + (2.0 * Highest * k / (Knots - 1)) + shift))))).ToArray())]);
    }

    // Rows at full strength, coded as the real ones are.
    private static EncodedTable Generate(GeneratorParts parts, int rows, long seed, int threads, CancellationToken cancellationToken)
    {
        var layout = new NoiseLayout(parts.Schema, parts.LatentSize, labelHead: true);
        byte[] file = GeneratorFile.Write(GeneratorGraph.Build(parts), new GeneratorInformation(parts.Schema, 1, true, layout.Width, "{}", "{}"));
        using var generator = OnnxGenerator.Open(file, new() { Threads = threads });
        var batches = generator.Generate(rows, new() { Seed = seed }, cancellationToken).ToArray();
        var codes = new ushort[parts.Schema.Columns.Count][];
        var numbers = new float[codes.Length][];
        for (int i = 0; i < codes.Length; i++)
        {
            // The symbols of identifiers are meaningless.
            var codec = parts.Schema.Columns[i];
            SyntheticColumn[] cells = [.. batches.Select(batch => batch.Columns[i])];
            codes[i] = codec.HasValues ? [.. cells.SelectMany(codec.SymbolsOf).Select(symbol => (ushort)Math.Max(symbol, 0))] : new ushort[rows];

            // The code of a rule's target is meaningless; the model reads its number.
            numbers[i] = codec.NumberCoding is null ? null! : [.. cells.SelectMany(part => codec.NumbersOf(part)!).Select(value => (float)value)];
        }

        return new EncodedTable(parts.Schema, codes, numbers);
    }
}
