using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Inference;

/// <summary>Attacks by the generated rows nearest to what the attacker knows of a target.</summary>
internal sealed class NeighbourInference
{
    private const int LinkNeighbours = 5;
    private const double NumberTolerance = 0.05;

    private readonly ColumnarTable _training;
    private readonly ColumnarTable _control;
    private readonly ColumnarTable _generated;
    private readonly float[][][] _coordinates;
    private readonly int _seed;
    private readonly ParallelOptions _parallel;

    /// <param name="training">Training rows.</param>
    /// <param name="control">Held-out rows.</param>
    /// <param name="generated">Generated rows.</param>
    /// <param name="seed">Seed of the guesses.</param>
    /// <param name="parallel">Threads and token.</param>
    public NeighbourInference(ColumnarTable training, ColumnarTable control, ColumnarTable generated, int seed, ParallelOptions parallel)
    {
        (_training, _control, _generated, _seed, _parallel) = (training, control, generated, seed, parallel);
        var space = new RankSpace(generated);
        _coordinates = [space.Coordinates(training), space.Coordinates(control), space.Coordinates(generated)];
    }

    /// <summary>Linkability: two data sets with different columns of the same people are linked where both lead to the same generated rows.</summary>
    public InferenceAttack Link()
    {
        int[] columns = RowSampling.Shuffled(_generated.Columns.Count, _seed);
        int[] left = columns[..(columns.Length / 2)], right = columns[(columns.Length / 2)..];
        var random = new Random(_seed);
        int[] rows = RowSampling.All(_generated.RowCount);
        bool[] guesses = [.. Enumerable.Range(0, _training.RowCount).Select(_ => Some().Intersect(Some()).Any())];
        return ControlledRate.Of("linkability", "linkability", null, Linked(_coordinates[0]), Linked(_coordinates[1]), guesses);

        int[] Some() => [.. Enumerable.Range(0, LinkNeighbours).Select(_ => rows[random.Next(rows.Length)])];

        bool[] Linked(float[][] targets) =>
            [.. Nearest(targets, left, LinkNeighbours).Rows.Zip(Nearest(targets, right, LinkNeighbours).Rows, (first, second) => first.Intersect(second).Any())];
    }

    /// <summary>Attribute inference: the column of the generated row that is nearest in all other columns.</summary>
    /// <param name="column">The column's name.</param>
    public InferenceAttack Infer(string column)
    {
        int secret = _generated.Columns.Select(own => own.Name).ToList().IndexOf(column);
        int[] known = [.. RowSampling.All(_generated.Columns.Count).Where(other => other != secret)];
        var random = new Random(_seed);
        int[][] guesses = [.. Enumerable.Range(0, _training.RowCount).Select(_ => new[] { random.Next(_generated.RowCount) })];
        return ControlledRate.Of(
            "attribute-inference", "inference", column,
            Right(_training, Nearest(_coordinates[0], known, 1).Rows, secret),
            Right(_control, Nearest(_coordinates[1], known, 1).Rows, secret),
            Right(_training, guesses, secret));
    }

    private Neighbours Nearest(float[][] targets, int[] columns, int count) => Neighbours.Find(
        Array.ConvertAll(columns, column => _coordinates[2][column]), Array.ConvertAll(columns, column => targets[column]), count, isSame: false, _parallel);

    private bool[] Right(ColumnarTable targets, int[][] guesses, int column)
    {
        bool isNumeric = targets.Columns[column].IsNumeric;
        return [.. guesses.Select((rows, target) =>
        {
            double guess = RowPredicate.Cell(_generated.Columns[column], rows[0]), truth = RowPredicate.Cell(targets.Columns[column], target);
            return isNumeric ? Math.Abs(guess - truth) <= NumberTolerance * Math.Abs(truth) : guess == truth;
        })];
    }
}
