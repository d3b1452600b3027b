using FairGan.MLNet.Components;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>What becomes of a synthesizer inside of a chain of ML.NET: how it has to be appended, and the traps there are.</summary>
public sealed class SynthesizerChainTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly FittedSynthesizer _synthesizer = new(Hmda.Fitted);
    private readonly RowKeeper _classifier;

    public SynthesizerChainTests() => _classifier = new RowKeeper(Hmda.Classifier(_context));

    [Fact]
    public void Appended_for_training_the_trainer_sees_synthetic_rows_and_the_model_scores_real_ones()
    {
        TransformerChain<ITransformer> model = Chain(TransformerScope.Training).Fit(Hmda.Data);

        AssertSynthetic(_classifier.Seen.Single());
        AssertReal(model.Transform(Hmda.Data));
    }

    [Fact]
    public void Appended_for_everything_which_is_the_default_the_model_scores_synthetic_rows()
    {
        TransformerChain<ITransformer> model = new EstimatorChain<ITransformer>().Append(_synthesizer).Append(_classifier).Fit(Hmda.Data);

        AssertSynthetic(model.Transform(Hmda.Data));
    }

    [Fact]
    public void Appended_for_training_and_testing_the_model_for_testing_still_holds_the_synthesizer()
    {
        Assert.Contains(Chain(TransformerScope.TrainTest).Fit(Hmda.Data).GetModelFor(TransformerScope.Testing), stage => stage is SynthesizerTransformer);
        Assert.DoesNotContain(Chain(TransformerScope.Training).Fit(Hmda.Data).GetModelFor(TransformerScope.Testing), stage => stage is SynthesizerTransformer);
    }

    [Fact]
    public void Inside_of_a_nested_chain_the_trainer_sees_real_rows()
    {
        EstimatorChain<SynthesizerTransformer> nested = new EstimatorChain<ITransformer>().Append(_synthesizer, TransformerScope.Training);

        new EstimatorChain<ITransformer>().Append(nested).Append(_classifier).Fit(Hmda.Data);

        AssertReal(_classifier.Seen.Single());
    }

    [Fact]
    public void Cross_validation_of_such_a_chain_scores_synthetic_rows()
    {
        var folds = _context.BinaryClassification.CrossValidate(Hmda.Data, Chain(TransformerScope.Training), numberOfFolds: 2);

        double[] synthetic = Hmda.Fitted.Rows(2380).Values<double>("pirat");
        Assert.All(folds, fold => Assert.Equal(synthetic[..10], fold.ScoredHoldOutSet.Values<double>("pirat")[..10]));
    }

    [Fact]
    public void A_prediction_engine_refuses_such_a_chain_and_takes_its_model_for_scoring()
    {
        TransformerChain<ITransformer> model = Chain(TransformerScope.Training).Fit(Hmda.Data);

        Assert.ThrowsAny<Exception>(() => _context.Model.CreatePredictionEngine<Application, Approval>(model));
        using PredictionEngine<Application, Approval> engine =
            _context.Model.CreatePredictionEngine<Application, Approval>(model.GetModelFor(TransformerScope.Scoring));
        Assert.True(engine.Predict(Application.Sound).Probability > engine.Predict(Application.Doubtful).Probability);
    }

    [Fact]
    public void A_chain_that_scores_synthetic_rows_is_warned_of_in_the_log_once()
    {
        var (context, warnings) = Watched();
        var synthesizer = context.FairGan().Synthesizer(Hmda.Options with { Training = Hmda.Quick with { Steps = 5 } });
        IDataView some = context.Data.TakeRows(Hmda.Data, 200);

        var model = new EstimatorChain<ITransformer>().Append(synthesizer).Append(_classifier).Fit(Hmda.Data);
        Assert.Empty(warnings);
        model.Transform(some);
        model.Transform(some);

        Assert.Contains("TrainOnSynthetic", Assert.Single(warnings));
    }

    [Theory]
    [InlineData(TransformerScope.Everything, 1)]
    [InlineData(TransformerScope.Training, 0)]
    public void A_loaded_chain_is_warned_of_where_it_scores_synthetic_rows(TransformerScope scope, int warned)
    {
        using TemporaryFolder folder = new();
        _context.Model.Save(Chain(scope).Fit(Hmda.Data), Hmda.Data.Schema, folder.File("model.zip"));
        var (context, warnings) = Watched();
        ITransformer loaded = context.Model.Load(folder.File("model.zip"), out _);

        loaded.Transform(Hmda.Data);

        Assert.Equal(warned, warnings.Count);
    }

    private static (MLContext Context, List<string> Warnings) Watched()
    {
        List<string> warnings = [];
        MLContext context = new(seed: 1);
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning && message.Source.Contains(nameof(Synthesizer), StringComparison.Ordinal))
            {
                warnings.Add(message.Message);
            }
        };
        return (context, warnings);
    }

    private EstimatorChain<ITransformer> Chain(TransformerScope scope) =>
        new EstimatorChain<ITransformer>().Append(_synthesizer, scope).Append(_classifier);

    private static void AssertSynthetic(IDataView rows) =>
        Assert.Equal(Hmda.Fitted.Rows(2380).Values<double>("pirat"), rows.Values<double>("pirat"));

    private static void AssertReal(IDataView rows) => Assert.Equal(Hmda.Data.Values<double>("pirat"), rows.Values<double>("pirat"));
}
