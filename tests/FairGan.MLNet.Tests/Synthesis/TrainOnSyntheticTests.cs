using FairGan.Export.Sampling;
using FairGan.MLNet.Components;
using FairGan.MLNet.Components.Persistence;
using FairGan.MLNet.Options;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class TrainOnSyntheticTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Cross_validation_trains_on_synthetic_rows_and_scores_real_ones()
    {
        RowKeeper classifier = new(Hmda.Classifier(_context));
        List<SynthesizerTransformer> fitted = [];
        Synthesizer synthesizer = _context.FairGan().Synthesizer(Hmda.Options with { Fairness = FairnessDefinition.None }, null, TestContext.Current.CancellationToken);
        var estimator = _context.FairGan().TrainOnSynthetic(synthesizer.WithOnFitDelegate(fitted.Add), classifier);

        var folds = _context.BinaryClassification.CrossValidate(Hmda.Data, estimator, numberOfFolds: 2);

        Assert.Equal(2, fitted.Count);
        Assert.NotEqual(fitted[0].GeneratorBytes, fitted[1].GeneratorBytes);
        Assert.Equal(2380, classifier.Seen.Sum(rows => rows.GetRowCount()));
        for (int fold = 0; fold < 2; fold++)
        {
            Assert.Equal(Hmda.Data.Schema.Describe(), fitted[fold].Schema.Describe());
            IDataView seen = classifier.Seen[fold];
            Assert.Equal(fitted[fold].Rows(seen.GetRowCount()!.Value).Values<double>("pirat"), seen.Values<double>("pirat"));
        }

        Assert.Equal(
            Hmda.Data.Values<double>("pirat").Order(),
            folds.SelectMany(fold => fold.ScoredHoldOutSet.Values<double>("pirat")).Order());
        Assert.All(folds, fold => Assert.True(fold.Metrics.AreaUnderRocCurve > 0.55, $"AUC {fold.Metrics.AreaUnderRocCurve}"));
    }

    [Fact]
    public void The_model_is_the_inner_one_and_serves_a_prediction_engine_after_saving()
    {
        using TemporaryFolder folder = new();
        ITransformer model = _context.FairGan().TrainOnSynthetic(new FittedSynthesizer(Hmda.Fitted), Hmda.Classifier(_context)).Fit(Hmda.Data);
        _context.Model.Save(model, Hmda.Data.Schema, folder.File("model.zip"));

        ITransformer loaded = new MLContext().Model.Load(folder.File("model.zip"), out _);

        Assert.True(loaded.IsRowToRowMapper);
        using PredictionEngine<Application, Approval> engine = _context.Model.CreatePredictionEngine<Application, Approval>(loaded);
        Assert.True(engine.Predict(Application.Sound).Probability > engine.Predict(Application.Doubtful).Probability);
    }

    [Fact]
    public void It_may_stand_in_a_chain_after_other_transforms()
    {
        RowKeeper classifier = new(Hmda.Classifier(_context));
        var chain = new EstimatorChain<ITransformer>()
            .Append(_context.Transforms.CopyColumns("copy", "pirat"))
            .Append(_context.FairGan().TrainOnSynthetic(new FittedSynthesizer(Hmda.Fitted), classifier));

        IDataView scored = chain.Fit(Hmda.Data).Transform(Hmda.Data);

        Assert.Equal(Hmda.Data.Values<double>("pirat"), scored.Values<double>("copy"));
        Assert.Equal(Hmda.Fitted.Rows(2380).Values<double>("pirat"), classifier.Seen.Single().Values<double>("pirat"));
        Assert.NotNull(scored.Schema.GetColumnOrNull("Probability"));
    }

    [Fact]
    public void The_number_of_rows_and_what_they_are_can_be_chosen()
    {
        RowKeeper classifier = new(Hmda.Classifier(_context));
        SamplingOptions sampling = new() { Seed = 5, Strength = 0 };

        _context.FairGan().TrainOnSynthetic(new FittedSynthesizer(Hmda.Fitted), classifier, 900, sampling).Fit(Hmda.Data);

        Assert.Equal(TestTables.ToCsv(Hmda.Fitted.Rows(900, sampling)), TestTables.ToCsv(classifier.Seen.Single()));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => _context.FairGan().TrainOnSynthetic(new FittedSynthesizer(Hmda.Fitted), classifier, 0));
    }

    [Fact]
    public void The_schema_is_checked_by_the_synthesizer_and_made_by_the_inner_estimator()
    {
        SchemaShape real = SchemaShapes.Of(Hmda.Data.Schema);

        SchemaShape output = _context.FairGan().TrainOnSynthetic(_context.FairGan().Synthesizer("deny", "no", "afam"), Hmda.Classifier(_context)).GetOutputSchema(real);

        Assert.Contains(output, column => column.Name == "Probability");
        Assert.Throws<ArgumentOutOfRangeException>(
            "inputSchema", () => _context.FairGan().TrainOnSynthetic(_context.FairGan().Synthesizer("deny", "no", "none"), Hmda.Classifier(_context)).GetOutputSchema(real));
    }
}
