using FairGan.Export.Format;
using FairGan.Export.Onnx;
using FairGan.Export.Sampling;
using FairGan.Export.Sampling.Conditional;
using FairGan.Reporting.Quality.Privacy.Generators;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>The attacks that need the generator's file itself, not only its rows.</summary>
internal static class GeneratorFileAttacks
{
    /// <summary>Attacks by likelihood, label head, encodings and jumps of the density.</summary>
    /// <param name="model">The file's model.</param>
    /// <param name="information">What the file says of itself.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="reference">Reference rows.</param>
    /// <param name="density">Many generated rows.</param>
    /// <param name="trainedRows">Number of training rows.</param>
    /// <param name="parallel">Threads and token.</param>
    /// <param name="progress">Receives the name of each step.</param>
    public static IEnumerable<MembershipAttack> Run(
        ModelProto model, GeneratorInformation information, AttackTargets targets, ColumnarTable reference, ColumnarTable density, int trainedRows, ParallelOptions parallel, IProgress<string>? progress)
    {
        using var graph = new ConditionalGraph(model, information, new OnnxGeneratorOptions { Threads = parallel.MaxDegreeOfParallelism });
        RowSymbols rows = RowSymbols.Of(graph, targets.All), usual = RowSymbols.Of(graph, reference);
        progress?.Report("Attacking the file by likelihood");
        double[] logs = new RowLikelihood(graph, parallel).Of(rows);
        double[]? labels = graph.HasLabelHead ? LabelHeadLikelihood.Of(graph, rows) : null;
        List<MembershipAttack> attacks = [.. targets.Judge("likelihood", null, labels is null ? logs : [.. logs.Zip(labels, (log, label) => log + label)])];
        if (labels is not null)
        {
            attacks.AddRange(targets.Judge("label-head", null, labels));
        }

        progress?.Report("Attacking the file by its encodings");
        attacks.AddRange(targets.Judge("encodings", null, EncodingAttack.Scores(information.Schema, rows, usual)));
        if (targets.All.Columns.Any(column => column.IsNumeric))
        {
            attacks.AddRange(targets.Judge("density-jumps", null, DensityJumps.Scores(targets.All, density, reference, trainedRows, parallel)));
        }

        return attacks;
    }
}
